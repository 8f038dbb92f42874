// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.value.Cell;

/**
 * Shared sets: dicts of their own kind in which every element has the same value. Elements come as keys do in {@link Dicts},
 * and lie in the order of insertion. Every operation is one step, or part of the mutator's running transaction.
 */
public final class Sets {
    /** Value of every element. */
    public static final long MEMBER = Cell.NONE;

    private Sets() {}

    /** An empty set nobody can see yet with room for this many elements. */
    public static long create(Allocator allocator, int expected) {
        return Dicts.create(allocator, Kind.SET, expected);
    }

    /** Adds an element to a set made by {@link #create} that nobody can see yet and that has no equal one. */
    public static void addFresh(Allocator allocator, long ref, long cell, long hash) {
        Dicts.addFresh(allocator, ref, cell, hash, MEMBER);
    }

    public static int size(Mutator mutator, long ref) {
        return Dicts.size(mutator, ref);
    }

    public static boolean contains(Mutator mutator, long ref, long cell, long hash, KeyEquality equality) {
        return Dicts.get(mutator, ref, cell, hash, equality) != Cell.EMPTY;
    }

    /** False when an equal element was there already; it stays, and nothing is written. */
    public static boolean add(Mutator mutator, long ref, long cell, long hash, KeyEquality equality) {
        return Dicts.putIfAbsent(mutator, ref, cell, hash, MEMBER, equality) == Cell.EMPTY;
    }

    /** False when there was no such element. */
    public static boolean remove(Mutator mutator, long ref, long cell, long hash, KeyEquality equality) {
        return Dicts.remove(mutator, ref, cell, hash, equality) != Cell.EMPTY;
    }

    /** Removes the element that was added last and returns its cell; {@link Cell#EMPTY} for an empty set. */
    public static long last(Mutator mutator, long ref) {
        long[] entry = new long[2];
        return Dicts.last(mutator, ref, entry) ? entry[0] : Cell.EMPTY;
    }

    public static long popLast(Mutator mutator, long ref) {
        long[] entry = new long[2];
        return Dicts.popLast(mutator, ref, entry) ? entry[0] : Cell.EMPTY;
    }

    public static void clear(Mutator mutator, long ref) {
        Dicts.clear(mutator, ref);
    }

    /** All elements, as they were at one moment. */
    public static long[] snapshot(Mutator mutator, long ref) {
        long[] entries = Dicts.snapshot(mutator, ref);
        long[] elements = new long[entries.length / 2];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = entries[2 * i];
        }
        return elements;
    }
}
