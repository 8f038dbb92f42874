// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.natives;

/** When a wait is over, however often it is interrupted and begun again. */
record Deadline(boolean limited, long nanoTime) {
    /** @param nanos negative: never */
    static Deadline in(long nanos) {
        return new Deadline(nanos >= 0, System.nanoTime() + nanos);
    }

    /** Nanoseconds from now, 0 when it has passed; -1 for no limit. */
    long left() {
        return limited ? Math.max(0, nanoTime - System.nanoTime()) : -1;
    }
}
