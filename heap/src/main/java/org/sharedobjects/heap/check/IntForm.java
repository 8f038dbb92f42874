// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.check;

import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.Hashing;

/** Long ints, read where they lie: they may be a GiB long. */
final class IntForm {
    private static final int BITS = Hashing.MODULUS_BITS;
    private static final long MODULUS = Hashing.MODULUS;
    /** 2^64 modulo 2^61 - 1 is 2 to the power of this. */
    private static final int WORD_SHIFT = Long.SIZE - BITS;

    private IntForm() {}

    /** Does it need a block, and each of its words? */
    static boolean isLeast(Memory memory, long payload, int words) {
        if (words < 1) {
            return false;
        }
        long top = word(memory, payload, words - 1);
        return words == 1 ? !Cell.fitsInt(top) : top != word(memory, payload, words - 2) >> (Long.SIZE - 1);
    }

    static long hash(Memory memory, long payload, int words) {
        if (words == 0) {
            return Hashing.ofInteger(0);
        }
        long top = word(memory, payload, words - 1);
        if (words == 1) {
            return Hashing.ofInteger(top);
        }
        long rest = Math.floorMod(top, MODULUS);
        for (int i = words - 2; i >= 0; i--) {
            long turned = (rest << WORD_SHIFT & MODULUS) | rest >>> (BITS - WORD_SHIFT);
            rest = Long.remainderUnsigned(turned + Long.remainderUnsigned(word(memory, payload, i), MODULUS), MODULUS);
        }
        return Hashing.ofPython(top < 0 ? -((MODULUS - rest) % MODULUS) : rest);
    }

    private static long word(Memory memory, long payload, int index) {
        return memory.getPlain(payload + (long) index * Long.BYTES);
    }
}
