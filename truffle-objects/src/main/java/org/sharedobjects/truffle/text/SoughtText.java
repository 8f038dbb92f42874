// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.text;

import com.oracle.truffle.api.strings.InternalByteArray;
import com.oracle.truffle.api.strings.TruffleString;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.value.ByValues;
import org.sharedobjects.heap.value.Texts;

/** A text of Python that is looked for among the keys of a heap in which it may have no cell. */
public sealed interface SoughtText {
    static SoughtText of(TruffleString text) {
        return PythonTexts.isLatin1(text)
                ? new Latin1(PythonTexts.latin1(text))
                : new Wide(PythonTexts.codePoints(text));
    }

    /** Whether a key is this text. */
    boolean equals(Memory memory, long key);

    /** Its bytes are those of Python's own text: not copied. */
    record Latin1(InternalByteArray bytes) implements SoughtText {
        @Override
        public boolean equals(Memory memory, long key) {
            long cell = ByValues.plain(memory, key);
            return Texts.equalLatin1(memory, cell, bytes.getArray(), bytes.getOffset(), bytes.getLength());
        }
    }

    /** With code points beyond Latin-1. */
    @SuppressWarnings("ArrayRecordComponent")
    record Wide(int[] codePoints) implements SoughtText {
        @Override
        public boolean equals(Memory memory, long key) {
            return Texts.equal(memory, ByValues.plain(memory, key), codePoints);
        }
    }
}
