// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.nodes;

import com.oracle.graal.python.builtins.Builtin;
import com.oracle.graal.python.builtins.objects.PNone;
import com.oracle.graal.python.builtins.objects.type.slots.TpSlotBinaryFunc.MpSubscriptBuiltinNode;
import com.oracle.graal.python.builtins.objects.type.slots.TpSlotLen.LenBuiltinNode;
import com.oracle.graal.python.builtins.objects.type.slots.TpSlotMpAssSubscript.MpAssSubscriptBuiltinNode;
import com.oracle.graal.python.builtins.objects.type.slots.TpSlotSqContains.SqContainsBuiltinNode;
import com.oracle.graal.python.nodes.function.builtins.PythonTernaryBuiltinNode;
import com.oracle.graal.python.nodes.function.builtins.PythonUnaryBuiltinNode;
import com.oracle.truffle.api.HostCompilerDirectives.InliningCutoff;
import com.oracle.truffle.api.dsl.Bind;
import com.oracle.truffle.api.dsl.Cached;
import com.oracle.truffle.api.dsl.GenerateNodeFactory;
import com.oracle.truffle.api.dsl.Specialization;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.profiles.InlinedBranchProfile;
import com.oracle.truffle.api.profiles.InlinedConditionProfile;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.truffle.guest.SharedDict;
import org.sharedobjects.truffle.guest.SharedIterator;
import org.sharedobjects.truffle.interpreter.Passage;
import org.sharedobjects.truffle.nodes.access.DictOperations;
import org.sharedobjects.truffle.nodes.access.FindEntryNode;
import org.sharedobjects.truffle.nodes.access.PutEntryNode;
import org.sharedobjects.truffle.nodes.access.TableSize;
import org.sharedobjects.truffle.nodes.iteration.BeginIterationNode;
import org.sharedobjects.truffle.nodes.value.CopyInNode;
import org.sharedobjects.truffle.nodes.value.DecodeNode;

/** The slots of a shared dict. */
public final class DictNodes {
    private DictNodes() {}

    /** Null when there is no such key, or the short way does not find it. */
    static @Nullable Object valueOf(SharedDict self, Object key, FindEntryNode find, DecodeNode decode) {
        Passage passage = self.home.passage;
        int passes = passage.count();
        long cell = find.execute(self, key, passes);
        if (cell == Cell.EMPTY || cell == Cell.MISS_SLOW) {
            return null;
        }
        Object value = decode.execute(self.home, cell, passes);
        return passage.unchangedSince(passes) ? value : null;
    }

    /** {@code d[k]} */
    @GenerateNodeFactory
    public abstract static class GetItem extends MpSubscriptBuiltinNode {
        @Specialization
        static Object entry(
                SharedDict self,
                Object key,
                @Bind Node node,
                @Cached FindEntryNode find,
                @Cached DecodeNode decode,
                @Cached InlinedBranchProfile slow) {
            Object value = valueOf(self, key, find, decode);
            if (value != null) {
                return value;
            }
            slow.enter(node);
            return DictOperations.getItem(node, self, key);
        }

        @InliningCutoff
        @Specialization(replaces = "entry")
        static Object any(Object self, Object key, @Bind Node node) {
            return DictOperations.getItem(node, DictOperations.self(node, self, "__getitem__"), key);
        }
    }

    /** {@code d[k] = v} and {@code del d[k]} */
    @GenerateNodeFactory
    public abstract static class SetItem extends MpAssSubscriptBuiltinNode {
        @Specialization(guards = "!isNoValue(value)")
        static void entry(
                SharedDict self,
                Object key,
                Object value,
                @Bind Node node,
                @Cached CopyInNode encode,
                @Cached PutEntryNode put,
                @Cached InlinedBranchProfile slow) {
            Passage passage = self.home.passage;
            boolean stored;
            passage.enter();
            try {
                long cell = encode.execute(self.home, value);
                stored = cell != Cell.EMPTY && put.execute(self, key, cell);
            } finally {
                passage.leave();
            }
            if (!stored) {
                slow.enter(node);
                DictOperations.setItem(node, self, key, value);
            }
        }

        @InliningCutoff
        @Specialization(replaces = "entry")
        static void any(Object self, Object key, Object value, @Bind Node node) {
            DictOperations.setItem(node, self, key, value);
        }

        static boolean isNoValue(Object value) {
            return value == PNone.NO_VALUE;
        }
    }

    /** {@code len(d)} */
    @GenerateNodeFactory
    public abstract static class Len extends LenBuiltinNode {
        @Specialization
        static int length(SharedDict self, @Bind Node node, @Cached InlinedConditionProfile inTransaction) {
            return TableSize.of(node, self, inTransaction);
        }

        @InliningCutoff
        @Specialization(replaces = "length")
        static int any(Object self, @Bind Node node) {
            return DictOperations.size(node, DictOperations.self(node, self, "__len__"));
        }
    }

    /** {@code k in d} */
    @GenerateNodeFactory
    public abstract static class Contains extends SqContainsBuiltinNode {
        @Specialization
        static boolean entry(
                SharedDict self,
                Object key,
                @Bind Node node,
                @Cached FindEntryNode find,
                @Cached InlinedBranchProfile slow) {
            long cell = find.execute(self, key, self.home.passage.count());
            if (cell != Cell.MISS_SLOW) {
                return cell != Cell.EMPTY;
            }
            slow.enter(node);
            return DictOperations.contains(node, self, key);
        }

        @InliningCutoff
        @Specialization(replaces = "entry")
        static boolean any(Object self, Object key, @Bind Node node) {
            return DictOperations.contains(node, DictOperations.self(node, self, "__contains__"), key);
        }
    }

    /** {@code iter(d)} */
    @GenerateNodeFactory
    public abstract static class Iter extends PythonUnaryBuiltinNode {
        @Specialization
        static Object any(Object self, @Bind Node node, @Cached BeginIterationNode begin) {
            return begin.execute(DictOperations.self(node, self, "__iter__"), SharedIterator.Kind.KEYS);
        }
    }

    /** {@code d.get(k, default)} */
    @Builtin(name = "get", minNumOfPositionalArgs = 2, maxNumOfPositionalArgs = 3)
    @GenerateNodeFactory
    public abstract static class Get extends PythonTernaryBuiltinNode {
        @Specialization
        static Object entry(
                SharedDict self,
                Object key,
                Object defaultValue,
                @Bind Node node,
                @Cached FindEntryNode find,
                @Cached DecodeNode decode,
                @Cached InlinedBranchProfile slow) {
            Passage passage = self.home.passage;
            int passes = passage.count();
            long cell = find.execute(self, key, passes);
            if (cell == Cell.EMPTY) {
                return defaultValue == PNone.NO_VALUE ? PNone.NONE : defaultValue;
            }
            if (cell != Cell.MISS_SLOW) {
                Object value = decode.execute(self.home, cell, passes);
                if (value != null && passage.unchangedSince(passes)) {
                    return value;
                }
            }
            slow.enter(node);
            return DictOperations.get(node, self, key, defaultValue);
        }

        @InliningCutoff
        @Specialization(replaces = "entry")
        static Object any(Object self, Object key, Object defaultValue, @Bind Node node) {
            return DictOperations.get(node, DictOperations.self(node, self, "get"), key, defaultValue);
        }
    }
}
