// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.nodes.value;

import com.oracle.graal.python.PythonLanguage;
import com.oracle.graal.python.runtime.object.PFactory;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.dsl.Bind;
import com.oracle.truffle.api.dsl.Cached;
import com.oracle.truffle.api.dsl.GenerateInline;
import com.oracle.truffle.api.dsl.GenerateUncached;
import com.oracle.truffle.api.dsl.Specialization;
import com.oracle.truffle.api.nodes.Node;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.error.HeapException;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.value.Texts;
import org.sharedobjects.heap.value.Tuples;
import org.sharedobjects.truffle.interpreter.AttachedHeap;
import org.sharedobjects.truffle.interpreter.Passage;
import org.sharedobjects.truffle.store.Decoder;

/** As {@link DecodeNode}, for blocks: texts, and tuples of few elements that are no tuples. */
@GenerateUncached
@GenerateInline(false)
abstract class DecodeBlockNode extends Node {
    /** Most elements. */
    static final int MOST = 16;

    abstract @Nullable Object execute(AttachedHeap home, long cell, int passes);

    /** If the interpreter has not passed when the operation has begun, nothing is released before it ends. */
    @Specialization
    static @Nullable Object textOrTuple(
            AttachedHeap home, long cell, int passes, @Bind Node node, @Cached DecodeNode element) {
        Passage passage = home.passage;
        passage.enter();
        try {
            if (!passage.unchangedSince(passes)) {
                return null;
            }
            if (Texts.isText(home.memory, cell)) {
                return text(home, cell);
            }
            Object[] elements = elements(home, cell, passes, element);
            return elements == null ? null : PFactory.createTuple(PythonLanguage.get(node), elements);
        } catch (HeapException e) {
            return null;
        } finally {
            passage.leave();
        }
    }

    private static Object @Nullable [] elements(AttachedHeap home, long cell, int passes, DecodeNode decode) {
        Memory memory = home.memory;
        int length = Tuples.isTuple(memory, cell) ? Tuples.length(memory, cell) : Integer.MAX_VALUE;
        if (length > MOST) {
            return null;
        }
        Object[] elements = new Object[length];
        for (int i = 0; i < length; i++) {
            long element = Tuples.get(memory, cell, i);
            // Not nested, so that these nodes are not either.
            Object value = Tuples.isTuple(memory, element) ? null : decode.execute(home, element, passes);
            if (value == null) {
                return null;
            }
            elements[i] = value;
        }
        return elements;
    }

    /** From now on it is among the values that were built lately. */
    @TruffleBoundary
    static Object text(AttachedHeap home, long cell) {
        return Decoder.decode(home, cell);
    }
}
