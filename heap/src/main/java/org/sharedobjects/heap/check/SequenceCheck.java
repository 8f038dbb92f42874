// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.check;

import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.read.Problems;
import org.sharedobjects.heap.value.Hashing;
import org.sharedobjects.heap.value.Immutables;

/** Elements of tuples and frozensets, and what follows from them. */
final class SequenceCheck {
    private final Memory memory;
    private final Reach reach;
    private final Problems problems;
    private long hash;
    private boolean hasRefs;

    SequenceCheck(Memory memory, Reach reach, Problems problems) {
        this.memory = memory;
        this.reach = reach;
        this.problems = problems;
    }

    /** False when an element is damaged, so that nothing follows. */
    boolean look(long offset, int kind, int length) {
        long tupleHash = Hashing.tupleStart();
        long setHash = length;
        hasRefs = false;
        boolean sound = true;
        for (int i = 0; i < length; i++) {
            long cell = element(offset, i);
            sound &= reach.cell(cell, offset, i);
            if (sound) {
                long elementHash = Immutables.hash(memory, cell);
                tupleHash = Hashing.tupleStep(tupleHash, elementHash, i, length);
                setHash = Hashing.setStep(setHash, elementHash);
                hasRefs |= Immutables.hasRefs(memory, cell);
            }
        }
        boolean set = kind == Immutables.FROZENSET;
        hash = set ? Hashing.mix(setHash) : Hashing.tupleEnd(tupleHash);
        if (sound && set) {
            order(offset, length);
        }
        return sound;
    }

    private void order(long offset, int length) {
        for (int i = 1; i < length; i++) {
            long before = element(offset, i - 1);
            long cell = element(offset, i);
            if (before == cell || Immutables.hash(memory, before) > Immutables.hash(memory, cell)) {
                problems.add("elements of a frozenset are not in order: value=%d, place=%d", offset, i);
                return;
            }
        }
    }

    private long element(long offset, int index) {
        return memory.getPlain(offset + Immutables.HEADER_BYTES + (long) index * Long.BYTES);
    }

    long hash() {
        return hash;
    }

    boolean hasRefs() {
        return hasRefs;
    }
}
