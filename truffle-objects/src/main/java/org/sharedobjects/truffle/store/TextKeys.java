// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.store;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.strings.TruffleString;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.truffle.interpreter.AttachedHeap;
import org.sharedobjects.truffle.text.Interner;
import org.sharedobjects.truffle.text.PythonTexts;

/** Cells of texts for call sites that always use the same one. */
public final class TextKeys {
    /** Of a text that has a cell which is not its own: as Python keeps it, four bytes for each code point. */
    public static final int MOST_BYTES = Interner.MAX_LENGTH * 4;

    private TextKeys() {}

    /** Cell of a text that is the same in every heap, or {@link Cell#EMPTY} for a longer one. */
    @TruffleBoundary
    public static long cellInEveryHeap(TruffleString text) {
        return PythonTexts.encodeShort(text);
    }

    /** Cell of a text in this heap, made if need be; {@link Cell#EMPTY} when it is too long to be kept. */
    @TruffleBoundary
    public static long cellInHeap(AttachedHeap home, TruffleString text) {
        long cell = PythonTexts.encodeShort(text);
        return cell != Cell.EMPTY ? cell : home.texts.intern(home.allocator, text);
    }

    /** Cell of a text that has one in this heap already, else {@link Cell#EMPTY}; remembers it under the hash. */
    @TruffleBoundary
    public static long cellIfKnown(AttachedHeap home, TruffleString text, int hash) {
        long shortCell = PythonTexts.encodeShort(text);
        long cell = shortCell != Cell.EMPTY ? shortCell : home.texts.find(text);
        if (cell != Cell.EMPTY) {
            home.keys.put(hash, text, cell);
        }
        return cell;
    }
}
