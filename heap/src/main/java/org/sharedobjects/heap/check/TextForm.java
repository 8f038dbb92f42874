// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.check;

import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.Hashing;
import org.sharedobjects.heap.value.ShortText;

/** Texts and byte strings, read where they lie: they may be a GiB long. */
final class TextForm {
    private final Memory memory;
    private final long payload;
    private final int length;
    private final int width;

    /** A text of so many code points of 1, 2 or 4 bytes. */
    TextForm(Memory memory, long payload, int length, int width) {
        this.memory = memory;
        this.payload = payload;
        this.length = length;
        this.width = width;
    }

    long hash() {
        long hash = Hashing.textStart();
        for (int i = 0; i < length; i++) {
            hash = Hashing.textStep(hash, (int) unit(i));
        }
        return Hashing.textEnd(hash, length);
    }

    static long bytesHash(Memory memory, long payload, int length) {
        TextForm bytes = new TextForm(memory, payload, length, 1);
        long hash = Hashing.bytesStart();
        for (int i = 0; i < length; i++) {
            hash = Hashing.textStep(hash, (byte) bytes.unit(i));
        }
        return Hashing.textEnd(hash, length);
    }

    /** Does it need a block, and so many bytes for each code point? */
    boolean isLeast() {
        long most = 0;
        for (int i = 0; i < length; i++) {
            most = Math.max(most, unit(i));
        }
        long leastOfWidth = width == 1 ? 0 : 1L << (width / 2 * Byte.SIZE);
        return most >= leastOfWidth && most <= Character.MAX_CODE_POINT && !fitsCell();
    }

    private boolean fitsCell() {
        if (length > ShortText.MAX_BYTES) {
            return false;
        }
        int[] codePoints = new int[length];
        for (int i = 0; i < length; i++) {
            codePoints[i] = (int) unit(i);
        }
        return ShortText.of(codePoints, length) != Cell.EMPTY;
    }

    private long unit(int index) {
        long at = payload + (long) index * width;
        long word = memory.getPlain(at) >>> ((int) (at % Long.BYTES) * Byte.SIZE);
        return word & ((1L << (width * Byte.SIZE)) - 1);
    }
}
