// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.slot;

/** Waiting without giving the core away. */
public final class Spin {
    private Spin() {}

    /** A turn takes about ten to forty nanoseconds. */
    public static void turns(int count) {
        for (int i = 0; i < count; i++) {
            Thread.onSpinWait();
        }
    }
}
