// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.benchmarks.release;

/** Something done over and over with a heap of its own. */
interface Work extends AutoCloseable {
    /** Does some of it; returns how many operations that were. */
    int batch();

    @Override
    void close();
}
