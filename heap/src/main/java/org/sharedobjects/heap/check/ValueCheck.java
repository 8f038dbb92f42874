// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.check;

import org.sharedobjects.heap.alloc.Blocks;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.read.Problems;
import org.sharedobjects.heap.value.ByValues;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.Complexes;
import org.sharedobjects.heap.value.Hashing;
import org.sharedobjects.heap.value.Immutables;
import org.sharedobjects.heap.value.ShortBytes;

/** One immutable block: known kind, no longer than its block, right hash, and no value that has another form. */
final class ValueCheck {
    private static final int KIND_MASK = 0xFF;
    private static final int HASH_OFFSET = 8;

    private final Memory memory;
    private final Blocks blocks;
    private final Problems problems;
    private final SequenceCheck sequences;

    ValueCheck(Memory memory, Blocks blocks, Reach reach, Problems problems) {
        this.memory = memory;
        this.blocks = blocks;
        this.problems = problems;
        this.sequences = new SequenceCheck(memory, reach, problems);
    }

    void run(long offset) {
        long header = memory.getPlain(offset);
        int flags = (int) (header >>> Integer.SIZE);
        int kind = flags & KIND_MASK;
        int length = (int) header;
        int unit = unitBytes(kind);
        if (unit == 0) {
            problems.add("kind of a value is unknown: value=%d, kind=%d", offset, kind);
            return;
        }
        long bytes = blocks.bytesAt(offset);
        if (length < 0 || Immutables.HEADER_BYTES + (long) length * unit > bytes) {
            problems.add("value is longer than its block: value=%d, length=%d, bytes=%d", offset, length, bytes);
            return;
        }
        content(offset, kind, length, flags);
    }

    private static int unitBytes(int kind) {
        return switch (kind) {
            case Immutables.LATIN1, Immutables.BYTES -> 1;
            case Immutables.UCS2 -> Character.BYTES;
            case Immutables.UCS4 -> Integer.BYTES;
            case Immutables.INT, Immutables.TUPLE, Immutables.FROZENSET, Immutables.COMPLEX, Immutables.BY_VALUE ->
                Long.BYTES;
            default -> 0;
        };
    }

    private void content(long offset, int kind, int length, int flags) {
        long payload = offset + Immutables.HEADER_BYTES;
        switch (kind) {
            case Immutables.INT ->
                leaf(offset, flags, IntForm.hash(memory, payload, length), IntForm.isLeast(memory, payload, length));
            case Immutables.COMPLEX -> leaf(offset, flags, complexHash(offset), length == 2);
            case Immutables.BYTES -> {
                boolean least = length > ShortBytes.MAX_BYTES;
                leaf(offset, flags, TextForm.bytesHash(memory, payload, length), least);
            }
            case Immutables.TUPLE, Immutables.FROZENSET -> {
                if (sequences.look(offset, kind, length)) {
                    int refs = sequences.hasRefs() ? Immutables.HAS_REFS : 0;
                    conclude(offset, flags == (kind | refs), sequences.hash());
                }
            }
            case Immutables.BY_VALUE -> byValue(offset, flags, length);
            default -> {
                TextForm text = new TextForm(memory, payload, length, unitBytes(kind));
                leaf(offset, flags, text.hash(), text.isLeast());
            }
        }
    }

    private void byValue(long offset, int flags, int length) {
        String fault = ByValues.fault(flags, length);
        if (fault != null) {
            problems.add("%s: value=%d, header=%#x", fault, offset, memory.getPlain(offset));
        } else if (sequences.look(offset, Immutables.BY_VALUE, length)) {
            long key = memory.getPlain(offset + Immutables.HEADER_BYTES);
            if (!ByValues.hasRightKey(memory, Cell.ofImmutable(offset))) {
                problems.add("key of an object by value is not that of its content: value=%d, key=%#x", offset, key);
                return;
            }
            boolean flagsRight = flags == ByValues.expectedFlags(flags, sequences.hasRefs());
            conclude(offset, flagsRight, ByValues.hash(memory, flags, key));
        }
    }

    private void leaf(long offset, int flags, long expectedHash, boolean least) {
        conclude(offset, flags == (flags & KIND_MASK), expectedHash);
        if (!least) {
            problems.add("value has not its least form: value=%d, header=%#x", offset, memory.getPlain(offset));
        }
    }

    private void conclude(long offset, boolean flagsRight, long expectedHash) {
        if (!flagsRight) {
            problems.add("flags of a value are wrong: value=%d, header=%#x", offset, memory.getPlain(offset));
        }
        long hash = memory.getPlain(offset + HASH_OFFSET);
        if (hash != expectedHash) {
            problems.add("hash of a value is wrong: value=%d, hash=%#x, expected=%#x", offset, hash, expectedHash);
        }
    }

    private long complexHash(long offset) {
        long cell = Cell.ofImmutable(offset);
        return Hashing.ofComplex(Complexes.real(memory, cell), Complexes.imaginary(memory, cell));
    }
}
