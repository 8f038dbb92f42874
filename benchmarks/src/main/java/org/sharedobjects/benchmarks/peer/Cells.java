// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.benchmarks.peer;

/** Numbered cells of one integer each, every cell an object of its own. Every method is one step, for any thread. */
public interface Cells extends AutoCloseable {
    long read(int index);

    void write(int index, long value);

    void increment(int index);

    @Override
    void close();
}
