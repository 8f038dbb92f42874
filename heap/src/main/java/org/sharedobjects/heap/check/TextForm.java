// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.check;

import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.Hashing;
import org.sharedobjects.heap.value.ShortText;

/** A text or byte string, read once and where it lies: it may be a GiB long. */
final class TextForm {
    private final int[] start = new int[ShortText.MAX_BYTES];
    private final int length;
    private final int width;
    private final long hash;
    private final long greatest;

    /** A text of so many code points of 1, 2 or 4 bytes. */
    TextForm(Memory memory, long payload, int length, int width) {
        this.length = length;
        this.width = width;
        int unitsPerWord = Long.BYTES / width;
        int bits = width * Byte.SIZE;
        long mask = (1L << bits) - 1;
        long steps = Hashing.textStart();
        long most = 0;
        long word = 0;
        for (int i = 0; i < length; i++) {
            word = i % unitsPerWord == 0 ? memory.getPlain(payload + (long) i * width) : word >>> bits;
            long unit = word & mask;
            steps = Hashing.textStep(steps, (int) unit);
            most = Math.max(most, unit);
            if (i < start.length) {
                start[i] = (int) unit;
            }
        }
        this.hash = Hashing.textEnd(steps);
        this.greatest = most;
    }

    static long bytesHash(Memory memory, long payload, int length) {
        long hash = Hashing.bytesStart();
        long word = 0;
        for (int i = 0; i < length; i++) {
            word = i % Long.BYTES == 0 ? memory.getPlain(payload + i) : word >>> Byte.SIZE;
            hash = Hashing.bytesStep(hash, (byte) word);
        }
        return Hashing.bytesEnd(hash, length);
    }

    long hash() {
        return hash;
    }

    /** Does it need a block, and so many bytes for each code point? */
    boolean isLeast() {
        long leastOfWidth = width == 1 ? 0 : 1L << (width / 2 * Byte.SIZE);
        boolean fitsCell = length <= ShortText.MAX_BYTES && ShortText.of(start, length) != Cell.EMPTY;
        return greatest >= leastOfWidth && greatest <= Character.MAX_CODE_POINT && !fitsCell;
    }
}
