// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.nodes;

import com.oracle.graal.python.builtins.Builtin;
import com.oracle.graal.python.nodes.function.builtins.PythonUnaryBuiltinNode;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.dsl.Bind;
import com.oracle.truffle.api.dsl.Cached;
import com.oracle.truffle.api.dsl.GenerateNodeFactory;
import com.oracle.truffle.api.dsl.Specialization;
import com.oracle.truffle.api.nodes.Node;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.error.HeapException;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.truffle.SharedObjectsLanguage;
import org.sharedobjects.truffle.error.Guard;
import org.sharedobjects.truffle.interpreter.AttachedHeap;
import org.sharedobjects.truffle.nodes.value.CopyInNode;
import org.sharedobjects.truffle.store.Decoder;
import org.sharedobjects.truffle.store.Values;

/** Copying in what is not stored at once. */
public final class ShareNodes {
    private ShareNodes() {}

    /** {@code share(value)} */
    @Builtin(name = "share", minNumOfPositionalArgs = 1)
    @GenerateNodeFactory
    public abstract static class Share extends PythonUnaryBuiltinNode {
        @Specialization
        static Object share(Object value, @Bind Node node, @Cached CopyInNode copyIn) {
            AttachedHeap home = SharedObjectsLanguage.interpreter(node).currentHeap();
            Object shared = quickly(node, home, value, copyIn);
            return shared != null ? shared : any(node, home, value);
        }

        private static @Nullable Object quickly(Node node, AttachedHeap home, Object value, CopyInNode copyIn) {
            home.passage.enter();
            try {
                long cell = copyIn.execute(home, value);
                if (cell == Cell.EMPTY) {
                    return null;
                }
                if (!Cell.isRef(cell)) {
                    return value;
                }
                Object wrapper = tryWrapper(node, home, cell);
                return wrapper != null ? wrapper : decoded(node, home, cell);
            } finally {
                home.passage.leave();
            }
        }

        private static @Nullable Object tryWrapper(Node node, AttachedHeap home, long cell) {
            try {
                return home.interpreter.classes().tryWrapper(home, Cell.offset(cell));
            } catch (HeapException e) {
                throw Guard.translate(node, home, e);
            }
        }

        @TruffleBoundary
        private static Object decoded(Node node, AttachedHeap home, long cell) {
            return Guard.run(node, home, () -> Decoder.decode(home, cell));
        }

        @TruffleBoundary
        private static Object any(Node node, AttachedHeap home, Object value) {
            return Guard.run(node, home, () -> Values.share(home, value));
        }
    }
}
