// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.nodes;

import com.oracle.graal.python.builtins.Builtin;
import com.oracle.graal.python.builtins.objects.PNone;
import com.oracle.graal.python.nodes.function.builtins.PythonTernaryBuiltinNode;
import com.oracle.truffle.api.HostCompilerDirectives.InliningCutoff;
import com.oracle.truffle.api.dsl.Bind;
import com.oracle.truffle.api.dsl.Cached;
import com.oracle.truffle.api.dsl.Fallback;
import com.oracle.truffle.api.dsl.GenerateNodeFactory;
import com.oracle.truffle.api.dsl.Specialization;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.profiles.InlinedBranchProfile;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.truffle.guest.SharedDict;
import org.sharedobjects.truffle.nodes.access.DictOperations;
import org.sharedobjects.truffle.nodes.access.FindEntryNode;
import org.sharedobjects.truffle.nodes.value.DecodeNode;

/** Methods of dicts that have nothing to change when the key is there, or when it is not. */
public final class DictMethodNodes {
    private DictMethodNodes() {}

    /** {@code dict_setdefault(dict, key, default)} */
    @Builtin(name = "dict_setdefault", minNumOfPositionalArgs = 2, maxNumOfPositionalArgs = 3)
    @GenerateNodeFactory
    public abstract static class SetDefault extends PythonTernaryBuiltinNode {
        @Specialization
        static Object entry(
                SharedDict self,
                Object key,
                Object defaultValue,
                @Bind Node node,
                @Cached FindEntryNode find,
                @Cached DecodeNode decode,
                @Cached InlinedBranchProfile slow) {
            Object value = DictNodes.valueOf(self, key, find, decode);
            if (value != null) {
                return value;
            }
            slow.enter(node);
            return DictOperations.setDefault(node, self, key, defaultValue);
        }

        @InliningCutoff
        @Fallback
        static Object any(Object self, Object key, Object defaultValue, @Bind Node node) {
            return DictOperations.setDefault(node, DictOperations.self(node, self, "setdefault"), key, defaultValue);
        }
    }

    /** {@code dict_pop(dict, key, default)} */
    @Builtin(name = "dict_pop", minNumOfPositionalArgs = 2, maxNumOfPositionalArgs = 3)
    @GenerateNodeFactory
    public abstract static class Pop extends PythonTernaryBuiltinNode {
        @Specialization
        static Object entry(
                SharedDict self,
                Object key,
                Object defaultValue,
                @Bind Node node,
                @Cached FindEntryNode find,
                @Cached InlinedBranchProfile slow) {
            if (defaultValue != PNone.NO_VALUE && find.execute(self, key, self.home.passage.count()) == Cell.EMPTY) {
                return defaultValue;
            }
            slow.enter(node);
            return DictOperations.pop(node, self, key, defaultValue);
        }

        @InliningCutoff
        @Fallback
        static Object any(Object self, Object key, Object defaultValue, @Bind Node node) {
            return DictOperations.pop(node, DictOperations.self(node, self, "pop"), key, defaultValue);
        }
    }
}
