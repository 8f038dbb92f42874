// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.anomaly;

import java.util.ArrayList;
import java.util.List;

/**
 * One transaction or plain operation of a history: when it ran, and for each object it touched the value it found and the
 * one it left there. Every write leaves a value that no other write leaves; 0 is the first value of every object. An undone
 * transaction takes part as one that only reads.
 */
record Operation(long start, long end, List<Access> accesses) {

    record Access(int object, long found, long left) {
        static Access read(int object, long found) {
            return new Access(object, found, found);
        }

        boolean writes() {
            return found != left;
        }
    }

    static Operation of(long start, long end, Access... accesses) {
        return new Operation(start, end, List.of(accesses));
    }

    /** What an undone transaction has seen. */
    Operation readsOnly() {
        List<Access> reads = new ArrayList<>();
        for (Access access : accesses) {
            reads.add(Access.read(access.object(), access.found()));
        }
        return new Operation(start, end, reads);
    }
}
