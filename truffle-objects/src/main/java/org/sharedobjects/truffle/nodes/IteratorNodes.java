// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.nodes;

import com.oracle.graal.python.builtins.Builtin;
import com.oracle.graal.python.builtins.objects.type.slots.TpSlotIterNext.TpIterNextBuiltin;
import com.oracle.graal.python.nodes.function.builtins.PythonUnaryBuiltinNode;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.HostCompilerDirectives.InliningCutoff;
import com.oracle.truffle.api.dsl.Bind;
import com.oracle.truffle.api.dsl.Cached;
import com.oracle.truffle.api.dsl.GenerateNodeFactory;
import com.oracle.truffle.api.dsl.Specialization;
import com.oracle.truffle.api.nodes.Node;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.truffle.error.Guard;
import org.sharedobjects.truffle.error.PythonErrors;
import org.sharedobjects.truffle.guest.SharedIterator;
import org.sharedobjects.truffle.guest.SharedList;
import org.sharedobjects.truffle.guest.SharedSet;
import org.sharedobjects.truffle.guest.SharedTable;
import org.sharedobjects.truffle.interpreter.Passage;
import org.sharedobjects.truffle.store.Decoder;
import org.sharedobjects.truffle.store.DictAccess;
import org.sharedobjects.truffle.store.ListAccess;

/** Iteration: over a list by index as it is by then, over a dict or set as long as nobody changes its size. */
public final class IteratorNodes {
    private IteratorNodes() {}

    /** {@code next(i)} */
    @GenerateNodeFactory
    public abstract static class Next extends TpIterNextBuiltin {
        @Specialization
        static Object next(
                SharedIterator self, @Bind Node node, @Cached LoadElementNode load, @Cached DecodeNode decode) {
            if (self.target instanceof SharedList list) {
                Object value = element(list, self.index, load, decode);
                if (value != null) {
                    self.index++;
                    return value;
                }
            }
            Object value = slowNext(node, self);
            if (value == null) {
                throw iteratorExhausted();
            }
            return value;
        }

        /** Null when the full operation must look. */
        private static @Nullable Object element(SharedList list, long index, LoadElementNode load, DecodeNode decode) {
            Passage passage = list.home.passage;
            int passes = passage.count();
            long cell = load.execute(list, index, passes);
            if (cell == Cell.MISS_SLOW || cell == Cell.OUT_OF_RANGE) {
                return null;
            }
            Object value = decode.execute(list.home, cell, passes);
            return passage.unchangedSince(passes) ? value : null;
        }

        @InliningCutoff
        @Specialization(replaces = "next")
        static Object any(Object self, @Bind Node node) {
            Object value = slowNext(node, iterator(node, self));
            if (value == null) {
                throw iteratorExhausted();
            }
            return value;
        }
    }

    /** {@code iter(i)} */
    @GenerateNodeFactory
    public abstract static class Iter extends PythonUnaryBuiltinNode {
        @Specialization
        static Object itself(Object self) {
            return self;
        }
    }

    /** {@code i.__length_hint__()} */
    @Builtin(name = "__length_hint__", minNumOfPositionalArgs = 1)
    @GenerateNodeFactory
    public abstract static class LengthHint extends PythonUnaryBuiltinNode {
        @Specialization
        static Object any(Object self, @Bind Node node) {
            return left(node, iterator(node, self));
        }

        /** Elements that would still come, as it is now. */
        @TruffleBoundary
        private static long left(Node node, SharedIterator iterator) {
            return switch (iterator.target) {
                case SharedList list -> Math.max(0, ListOperations.size(node, list) - iterator.index);
                case SharedTable table
                when DictOperations.size(node, table) == iterator.expectedSize ->
                    iterator.expectedSize - iterator.given;
                case null, default -> 0;
            };
        }
    }

    private static SharedIterator iterator(Node node, Object self) {
        if (self instanceof SharedIterator iterator) {
            return iterator;
        }
        throw PythonErrors.wrongSelf(node, "__next__", "iterator", self);
    }

    @TruffleBoundary
    private static @Nullable Object slowNext(Node node, SharedIterator iterator) {
        Object value = switch (iterator.target) {
            case SharedList list ->
                Guard.<@Nullable Object>run(node, list.home, () -> ListAccess.get(list, iterator.index++));
            case SharedTable table -> nextKey(node, iterator, table);
            case null, default -> null;
        };
        if (value == null) {
            iterator.target = null;
        }
        return value;
    }

    private static @Nullable Object nextKey(Node node, SharedIterator iterator, SharedTable table) {
        if (DictOperations.size(node, table) != iterator.expectedSize) {
            iterator.index = Integer.MAX_VALUE;
            String what = table instanceof SharedSet ? "Set" : "dictionary";
            throw PythonErrors.runtimeError(node, what + " changed size during iteration");
        }
        return Guard.<@Nullable Object>run(node, table.home(), () -> {
            long[] entry = new long[2];
            int next = DictAccess.next(table, (int) iterator.index, entry);
            if (next < 0) {
                return null;
            }
            iterator.index = next;
            iterator.given++;
            return Decoder.decode(table.home(), entry[0]);
        });
    }
}
