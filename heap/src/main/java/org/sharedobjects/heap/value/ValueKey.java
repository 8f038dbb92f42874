// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.value;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.memory.Memory;

/**
 * What an object by value is compared by, before it lies in the heap.
 *
 * @param parts one, or the elements of a tuple
 */
record ValueKey(ValueFamily family, boolean isTuple, List<Part> parts) {
    static final ValueKey GUEST = part(ValueFamily.GUEST, Cell.NONE);

    /**
     * A value.
     *
     * @param number the int it is, or else null
     */
    record Part(long cell, @Nullable BigInteger number) {
        static Part of(long cell) {
            return new Part(cell, null);
        }

        static Part of(BigInteger number) {
            return new Part(Cell.EMPTY, number);
        }

        private long made(Allocator allocator, LongConsumer made) {
            if (number == null) {
                return cell;
            }
            long fresh = Ints.of(allocator, number);
            if (Cell.isImmutable(fresh)) {
                made.accept(fresh);
            }
            return fresh;
        }

        private boolean is(Memory memory, long other) {
            return number == null
                    ? cell == other
                    : Ints.isInt(memory, other)
                            && Ints.toBigInteger(memory, other).equals(number);
        }
    }

    /** A part of the content. */
    static ValueKey part(ValueFamily family, long cell) {
        return new ValueKey(family, false, List.of(Part.of(cell)));
    }

    static ValueKey number(ValueFamily family, BigInteger number) {
        return new ValueKey(family, false, List.of(Part.of(number)));
    }

    static ValueKey tuple(ValueFamily family, Part... parts) {
        return new ValueKey(family, true, List.of(parts));
    }

    /** Its cell. */
    long made(Allocator allocator, LongConsumer made) {
        List<Long> cells = new ArrayList<>();
        parts.forEach(part -> cells.add(part.made(allocator, made)));
        if (!isTuple) {
            return cells.getFirst();
        }
        long[] elements = cells.stream().mapToLong(Long::longValue).toArray();
        long tuple = Tuples.of(allocator, elements, elements.length);
        made.accept(tuple);
        return tuple;
    }

    /** Is that its cell? */
    boolean is(Memory memory, long cell) {
        if (!isTuple) {
            return parts.getFirst().is(memory, cell);
        }
        if (!Tuples.isTuple(memory, cell) || Tuples.length(memory, cell) != parts.size()) {
            return false;
        }
        for (int i = 0; i < parts.size(); i++) {
            if (!parts.get(i).is(memory, Tuples.get(memory, cell, i))) {
                return false;
            }
        }
        return true;
    }
}
