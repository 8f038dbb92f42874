// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.memory;

import org.jspecify.annotations.Nullable;

/**
 * Lets tests stop or end a thread before any of its stores to a heap. Off, and no part of compiled code, unless the system
 * property {@code org.sharedobjects.faultPoints} is true when the JVM starts.
 */
public final class FaultPoints {
    static final boolean ENABLED = Boolean.getBoolean("org.sharedobjects.faultPoints");

    private static volatile @Nullable Runnable hook;

    private FaultPoints() {}

    /**
     * From now on all threads run this before each of their stores; null ends that.
     *
     * @throws IllegalStateException when fault points are off
     */
    public static void set(@Nullable Runnable beforeStore) {
        if (!ENABLED) {
            throw new IllegalStateException("fault points are off");
        }
        hook = beforeStore;
    }

    static void reach() {
        Runnable known = hook;
        if (known != null) {
            known.run();
        }
    }
}
