// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.value;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.memory.Memory;

/**
 * Text as code points, lone surrogates included: inside the cell when short, else a block of one, two or four bytes per
 * code point, little-endian, the least width that holds all of them.
 */
public final class Texts {
    private static final int LATIN1_MAX = 0xFF;
    private static final int UCS2_MAX = 0xFFFF;
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Texts() {}

    public static long of(Allocator allocator, String text) {
        long cell = ShortText.of(text);
        if (cell != Cell.EMPTY) {
            return cell;
        }
        int max = 0;
        boolean pairs = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            max |= c;
            pairs |= Character.isLowSurrogate(c) && i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
        }
        if (max <= LATIN1_MAX) {
            byte[] latin1 = text.getBytes(StandardCharsets.ISO_8859_1);
            return block(allocator, Immutables.LATIN1, latin1, 0, latin1.length, hashBlock(latin1, 0, latin1.length));
        }
        if (pairs) {
            int[] codePoints = text.codePoints().toArray();
            return ofCodePoints(allocator, codePoints, codePoints.length);
        }
        byte[] ucs2 = new byte[Math.multiplyExact(text.length(), Character.BYTES)];
        long hash = Hashing.textStart();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            ucs2[2 * i] = (byte) c;
            ucs2[2 * i + 1] = (byte) (c >>> Byte.SIZE);
            hash = Hashing.textStep(hash, c);
        }
        return block(allocator, Immutables.UCS2, ucs2, 0, text.length(), Hashing.textEnd(hash));
    }

    /** Text whose code points are these bytes; copies them. */
    public static long ofLatin1(Allocator allocator, byte[] latin1, int from, int count) {
        long cell = ShortText.ofLatin1(latin1, from, count);
        return cell != Cell.EMPTY
                ? cell
                : block(allocator, Immutables.LATIN1, latin1, from, count, hashBlock(latin1, from, count));
    }

    /** Text of the first {@code count} code points; copies them. */
    public static long ofCodePoints(Allocator allocator, int[] codePoints, int count) {
        long cell = ShortText.of(codePoints, count);
        if (cell != Cell.EMPTY) {
            return cell;
        }
        int max = 0;
        for (int i = 0; i < count; i++) {
            max |= codePoints[i];
        }
        int width = max <= LATIN1_MAX ? 1 : max <= UCS2_MAX ? 2 : 4;
        byte[] payload = new byte[Math.multiplyExact(count, width)];
        long hash = Hashing.textStart();
        for (int i = 0; i < count; i++) {
            int codePoint = codePoints[i];
            hash = Hashing.textStep(hash, codePoint);
            for (int b = 0; b < width; b++) {
                payload[i * width + b] = (byte) (codePoint >>> (b * Byte.SIZE));
            }
        }
        int kind = width == 1 ? Immutables.LATIN1 : width == 2 ? Immutables.UCS2 : Immutables.UCS4;
        return block(allocator, kind, payload, 0, count, Hashing.textEnd(hash));
    }

    public static boolean isText(Memory memory, long cell) {
        return Cell.isShortText(cell) || width(Immutables.kindOrZero(memory, cell)) != 0;
    }

    /** Bytes per code point of a text's block: 1, 2 or 4; 0 for a text inside its cell. */
    public static int blockWidth(Memory memory, long cell) {
        return width(Immutables.kindOrZero(memory, cell));
    }

    /** Number of code points. */
    public static int length(Memory memory, long cell) {
        return Cell.isShortText(cell) ? ShortText.length(cell) : Immutables.length(memory, cell);
    }

    /** The payload of a text's block as it lies in the heap, {@link #blockWidth} bytes per code point. */
    public static byte[] block(Memory memory, long cell) {
        return block(memory, cell, Integer.MAX_VALUE);
    }

    private static byte[] block(Memory memory, long cell, int most) {
        int width = blockWidth(memory, cell);
        byte[] payload = new byte[Math.min(most, Immutables.checkedLength(memory, cell, width)) * width];
        memory.copyOut(Immutables.payload(cell), payload, 0, payload.length);
        return payload;
    }

    /** Any text as code points, pairs of lone surrogates kept apart. */
    public static int[] codePoints(Memory memory, long cell) {
        if (Cell.isShortText(cell)) {
            return ShortText.toString(cell).codePoints().toArray();
        }
        return codePoints(block(memory, cell), blockWidth(memory, cell));
    }

    private static int[] codePoints(byte[] payload, int width) {
        int[] codePoints = new int[payload.length / width];
        for (int i = 0; i < codePoints.length; i++) {
            for (int b = width - 1; b >= 0; b--) {
                codePoints[i] = codePoints[i] << Byte.SIZE | (payload[i * width + b] & 0xFF);
            }
        }
        return codePoints;
    }

    /** Any text as Java has it: lone surrogates kept, though a high one before a low one becomes a pair. */
    public static String toString(Memory memory, long cell) {
        return start(memory, cell, Integer.MAX_VALUE);
    }

    /** Of a long text the first {@code most} code points; copies no more. A text inside its cell is never long. */
    public static String start(Memory memory, long cell, int most) {
        if (Cell.isShortText(cell)) {
            return ShortText.toString(cell);
        }
        byte[] payload = block(memory, cell, most);
        int width = blockWidth(memory, cell);
        return switch (width) {
            case 1 -> new String(payload, StandardCharsets.ISO_8859_1);
            case 2 -> ofChars(payload);
            default -> ofInts(codePoints(payload, width));
        };
    }

    /** Hash of this text, as of its cell; allocates nothing in the heap. */
    public static long hash(String text) {
        long hash = Hashing.textStart();
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            i += Character.charCount(codePoint);
            hash = Hashing.textStep(hash, codePoint);
        }
        return Hashing.textEnd(hash);
    }

    /** Is this cell the text of these latin-1 bytes? */
    public static boolean equalLatin1(Memory memory, long cell, byte[] latin1, int from, int count) {
        if (Cell.isShortText(cell)) {
            return cell == ShortText.ofLatin1(latin1, from, count);
        }
        return Immutables.kindOrZero(memory, cell) == Immutables.LATIN1
                && length(memory, cell) == count
                && sameBytes(memory, Immutables.payload(cell), latin1, from, count);
    }

    private static boolean sameBytes(Memory memory, long payload, byte[] latin1, int from, int count) {
        int whole = count & -Long.BYTES;
        for (int i = 0; i < whole; i += Long.BYTES) {
            if (memory.getPlain(payload + i) != (long) WORD.get(latin1, from + i)) {
                return false;
            }
        }
        long rest = whole == count ? 0 : memory.getPlain(payload + whole);
        for (int i = whole; i < count; i++) {
            if ((byte) rest != latin1[from + i]) {
                return false;
            }
            rest >>>= Byte.SIZE;
        }
        return true;
    }

    /** Is this cell the text of these code points? */
    public static boolean equal(Memory memory, long cell, int[] codePoints) {
        return isText(memory, cell)
                && length(memory, cell) == codePoints.length
                && Arrays.equals(codePoints(memory, cell), codePoints);
    }

    /** Is this cell the text? Allocates nothing for text within the basic plane. */
    public static boolean equal(Memory memory, long cell, String text) {
        if (Cell.isShortText(cell)) {
            return cell == ShortText.of(text);
        }
        int width = blockWidth(memory, cell);
        if (width == 0 || width == 4) {
            return width == 4
                    && length(memory, cell) <= text.length()
                    && toString(memory, cell).equals(text);
        }
        return length(memory, cell) == text.length() && sameChars(memory, Immutables.payload(cell), width, text);
    }

    private static boolean sameChars(Memory memory, long payload, int width, String text) {
        int bits = width * Byte.SIZE;
        long mask = (1L << bits) - 1;
        int unitsPerWord = Long.BYTES / width;
        long word = 0;
        for (int i = 0; i < text.length(); i++) {
            if (i % unitsPerWord == 0) {
                word = memory.getPlain(payload + (long) i * width);
            }
            if ((word & mask) != text.charAt(i)) {
                return false;
            }
            word >>>= bits;
        }
        return true;
    }

    static int width(int kind) {
        return switch (kind) {
            case Immutables.LATIN1 -> 1;
            case Immutables.UCS2 -> 2;
            case Immutables.UCS4 -> 4;
            default -> 0;
        };
    }

    private static String ofChars(byte[] ucs2) {
        char[] chars = new char[ucs2.length / Character.BYTES];
        for (int i = 0; i < chars.length; i++) {
            chars[i] = (char) ((ucs2[2 * i] & 0xFF) | ucs2[2 * i + 1] << Byte.SIZE);
        }
        return new String(chars);
    }

    private static String ofInts(int[] codePoints) {
        for (int i = 0; i < codePoints.length; i++) {
            if (!Character.isValidCodePoint(codePoints[i])) {
                throw new HeapCorruptException("text with an impossible code point: codePoint=" + codePoints[i]);
            }
        }
        return new String(codePoints, 0, codePoints.length);
    }

    private static long hashBlock(byte[] latin1, int from, int count) {
        long hash = Hashing.textStart();
        for (int i = from; i < from + count; i++) {
            hash = Hashing.textStep(hash, latin1[i] & 0xFF);
        }
        return Hashing.textEnd(hash);
    }

    private static long block(Allocator allocator, int kind, byte[] payload, int from, int length, long hash) {
        long bytes = (long) length * width(kind);
        long cell = Immutables.allocate(allocator, kind, length, hash, bytes);
        allocator.memory().copyIn(payload, from, Immutables.payload(cell), (int) bytes);
        return cell;
    }
}
