// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.nodes.iteration;

import com.oracle.graal.python.builtins.Builtin;
import com.oracle.graal.python.builtins.objects.type.slots.TpSlotIterNext.TpIterNextBuiltin;
import com.oracle.graal.python.nodes.function.builtins.PythonUnaryBuiltinNode;
import com.oracle.graal.python.runtime.object.PFactory;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.HostCompilerDirectives.InliningCutoff;
import com.oracle.truffle.api.dsl.Bind;
import com.oracle.truffle.api.dsl.Cached;
import com.oracle.truffle.api.dsl.GenerateNodeFactory;
import com.oracle.truffle.api.dsl.Specialization;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.profiles.InlinedBranchProfile;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.truffle.error.Guard;
import org.sharedobjects.truffle.error.PythonErrors;
import org.sharedobjects.truffle.guest.SharedArray;
import org.sharedobjects.truffle.guest.SharedIterator;
import org.sharedobjects.truffle.guest.SharedIterator.Kind;
import org.sharedobjects.truffle.guest.SharedList;
import org.sharedobjects.truffle.guest.SharedTable;
import org.sharedobjects.truffle.interpreter.Passage;
import org.sharedobjects.truffle.nodes.access.ArrayOperations;
import org.sharedobjects.truffle.nodes.access.DictOperations;
import org.sharedobjects.truffle.nodes.access.ListOperations;
import org.sharedobjects.truffle.nodes.access.ListSizeNode;
import org.sharedobjects.truffle.nodes.access.LoadArrayElementNode;
import org.sharedobjects.truffle.nodes.access.LoadElementNode;
import org.sharedobjects.truffle.nodes.value.DecodeNode;
import org.sharedobjects.truffle.store.ArrayAccess;
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
                SharedIterator self,
                @Bind Node node,
                @Cached LoadElementNode load,
                @Cached DecodeNode decode,
                @Cached LoadArrayElementNode loadOfArray,
                @Cached ListSizeNode getSize,
                @Cached NextEntryNode nextEntry,
                @Cached InlinedBranchProfile slow) {
            if (self.target instanceof SharedList list) {
                // Behind the start, where a negative index would count from the end, the full operation ends it.
                Object value = self.index < 0 ? null : element(list, self.index, load, decode);
                if (value != null) {
                    advance(self);
                    return value;
                }
                int size = getSize.execute(list);
                if (size != ListSizeNode.UNKNOWN && self.index >= size) {
                    self.target = null;
                    throw iteratorExhausted();
                }
            } else if (self.target instanceof SharedArray array) {
                Object value = loadOfArray.execute(array, self.index);
                if (value != null) {
                    advance(self);
                    return value;
                }
            } else if (self.target instanceof SharedTable table) {
                Object value = nextEntry.execute(self, table);
                if (value != null) {
                    return value;
                }
                if (self.target == null) {
                    throw iteratorExhausted();
                }
            }
            slow.enter(node);
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
            long cell = load.execute(list, index, index, passes);
            if (cell == Cell.MISS_SLOW) {
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
                case SharedList list -> left(iterator, ListOperations.size(node, list));
                case SharedArray array -> left(iterator, ArrayOperations.size(node, array));
                case SharedTable table
                when DictOperations.size(node, table) == iterator.expectedSize -> iterator.remaining;
                case null, default -> 0;
            };
        }

        private static long left(SharedIterator iterator, long size) {
            if (iterator.kind == Kind.LIST_BACKWARDS) {
                return size > iterator.index ? iterator.index + 1 : 0;
            }
            return Math.max(0, size - iterator.index);
        }
    }

    private static SharedIterator iterator(Node node, Object self) {
        if (self instanceof SharedIterator iterator) {
            return iterator;
        }
        throw PythonErrors.wrongSelf(node, "__next__", "iterator", self);
    }

    private static void advance(SharedIterator iterator) {
        iterator.index += iterator.kind == Kind.LIST_BACKWARDS ? -1 : 1;
    }

    @TruffleBoundary
    private static @Nullable Object slowNext(Node node, SharedIterator iterator) {
        Object value = switch (iterator.target) {
            case SharedList list -> nextElement(node, iterator, list);
            case SharedArray array -> nextElement(node, iterator, array);
            case SharedTable table -> nextEntry(node, iterator, table);
            case null, default -> null;
        };
        if (value == null) {
            iterator.target = null;
        }
        return value;
    }

    private static @Nullable Object nextElement(Node node, SharedIterator iterator, SharedList list) {
        if (iterator.index < 0) {
            return null;
        }
        ListOperations.lookAtSize(node, list);
        Object value = Guard.<@Nullable Object>run(node, list.home, () -> ListAccess.get(list, iterator.index));
        advance(iterator);
        return value;
    }

    private static @Nullable Object nextElement(Node node, SharedIterator iterator, SharedArray array) {
        ListOperations.lookAtSize(node, array);
        Object value = Guard.<@Nullable Object>run(node, array.home, () -> ArrayAccess.get(array, iterator.index));
        advance(iterator);
        return value;
    }

    private static @Nullable Object nextEntry(Node node, SharedIterator iterator, SharedTable table) {
        boolean ofSet = iterator.kind == Kind.ELEMENTS;
        DictOperations.lookAtSize(node, table);
        if (DictOperations.size(node, table) != iterator.expectedSize) {
            iterator.expectedSize = SharedIterator.CHANGED;
            throw PythonErrors.runtimeError(node, (ofSet ? "Set" : "dictionary") + " changed size during iteration");
        }
        return Guard.<@Nullable Object>run(node, table.home(), () -> {
            long[] entry = new long[2];
            int next = DictAccess.next(table, (int) iterator.index, entry);
            if (next < 0) {
                return null;
            }
            if (iterator.remaining > 0) {
                iterator.remaining--;
            } else if (!ofSet) {
                iterator.target = null;
                throw PythonErrors.runtimeError(node, "dictionary keys changed during iteration");
            }
            iterator.index = next;
            return decoded(table, iterator.kind, entry);
        });
    }

    private static Object decoded(SharedTable table, Kind kind, long[] entry) {
        return switch (kind) {
            case VALUES -> Decoder.decode(table.home(), entry[1]);
            case ITEMS ->
                PFactory.createTuple(table.home().interpreter.pythonLanguage(), Decoder.decodeAll(table.home(), entry));
            default -> Decoder.decode(table.home(), entry[0]);
        };
    }
}
