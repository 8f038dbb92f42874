// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.text;

import com.oracle.graal.python.util.PythonUtils;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.strings.InternalByteArray;
import com.oracle.truffle.api.strings.TruffleString;
import com.oracle.truffle.api.strings.TruffleString.CodeRange;
import com.oracle.truffle.api.strings.TruffleString.Encoding;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.Hashing;
import org.sharedobjects.heap.value.ShortText;
import org.sharedobjects.heap.value.Texts;

/** Python's str and text of the heap. Both are sequences of code points, lone surrogates included. */
public final class PythonTexts {
    /** Python's str in GraalPy. */
    public static final Encoding ENCODING = PythonUtils.TS_ENCODING;

    private static final int UTF32_SHIFT = 2;

    private PythonTexts() {}

    /** In code points. */
    public static int length(TruffleString text) {
        return text.byteLength(ENCODING) >> UTF32_SHIFT;
    }

    /** As the heap hashes it: Python's text remembers the polynomial that both begin with. */
    @TruffleBoundary
    public static long hash(TruffleString text) {
        return Hashing.ofText(text.hashCodeUncached(ENCODING));
    }

    /** Cell of a new block, which is the caller's. */
    @TruffleBoundary
    public static long encode(Allocator allocator, TruffleString text) {
        if (isLatin1(text)) {
            InternalByteArray bytes = latin1(text);
            return Texts.ofLatin1(allocator, bytes.getArray(), bytes.getOffset(), bytes.getLength());
        }
        int[] codePoints = codePoints(text);
        return Texts.ofCodePoints(allocator, codePoints, codePoints.length);
    }

    /** Cell of a text that fits into one, else {@link Cell#EMPTY}. */
    @TruffleBoundary
    public static long encodeShort(TruffleString text) {
        if (length(text) > ShortText.MAX_BYTES) {
            return Cell.EMPTY;
        }
        if (isLatin1(text)) {
            InternalByteArray bytes = latin1(text);
            return ShortText.ofLatin1(bytes.getArray(), bytes.getOffset(), bytes.getLength());
        }
        int[] codePoints = codePoints(text);
        return ShortText.of(codePoints, codePoints.length);
    }

    /** The text in a cell. */
    @TruffleBoundary
    public static TruffleString decode(Memory memory, long cell) {
        if (Cell.isShortText(cell)) {
            return PythonUtils.toTruffleStringUncached(ShortText.toString(cell));
        }
        if (Texts.blockWidth(memory, cell) == 1) {
            return TruffleString.fromByteArrayUncached(Texts.block(memory, cell), Encoding.ISO_8859_1, false)
                    .switchEncodingUncached(ENCODING);
        }
        return TruffleString.fromIntArrayUTF32Uncached(Texts.codePoints(memory, cell));
    }

    static boolean isLatin1(TruffleString text) {
        CodeRange range = text.getCodeRangeUncached(ENCODING);
        return range == CodeRange.ASCII || range == CodeRange.LATIN_1;
    }

    /** Of a text that is Latin-1: its bytes themselves, to be read only. */
    static InternalByteArray latin1(TruffleString text) {
        return text.switchEncodingUncached(Encoding.ISO_8859_1).getInternalByteArrayUncached(Encoding.ISO_8859_1);
    }

    static int[] codePoints(TruffleString text) {
        int[] codePoints = new int[length(text)];
        ByteBuffer.wrap(text.copyToByteArrayUncached(ENCODING))
                .order(ByteOrder.nativeOrder())
                .asIntBuffer()
                .get(codePoints);
        return codePoints;
    }
}
