// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.nodes;

import com.oracle.graal.python.builtins.Builtin;
import com.oracle.graal.python.nodes.function.builtins.PythonUnaryBuiltinNode;
import com.oracle.truffle.api.dsl.Bind;
import com.oracle.truffle.api.dsl.Cached;
import com.oracle.truffle.api.dsl.GenerateNodeFactory;
import com.oracle.truffle.api.dsl.Specialization;
import com.oracle.truffle.api.nodes.Node;
import org.sharedobjects.truffle.error.PythonErrors;
import org.sharedobjects.truffle.guest.SharedDict;
import org.sharedobjects.truffle.guest.SharedIterator;
import org.sharedobjects.truffle.guest.SharedView;
import org.sharedobjects.truffle.nodes.access.DictOperations;
import org.sharedobjects.truffle.nodes.iteration.BeginIterationNode;

/** The views of a shared dict and their slot. */
public final class DictViewNodes {
    private DictViewNodes() {}

    /** {@code dict_keys_view(dict)} */
    @Builtin(name = "dict_keys_view", minNumOfPositionalArgs = 1)
    @GenerateNodeFactory
    public abstract static class Keys extends PythonUnaryBuiltinNode {
        @Specialization
        static Object view(Object self, @Bind Node node) {
            return DictViewNodes.view(node, self, "keys", SharedIterator.Kind.KEYS);
        }
    }

    /** {@code dict_values_view(dict)} */
    @Builtin(name = "dict_values_view", minNumOfPositionalArgs = 1)
    @GenerateNodeFactory
    public abstract static class Values extends PythonUnaryBuiltinNode {
        @Specialization
        static Object view(Object self, @Bind Node node) {
            return DictViewNodes.view(node, self, "values", SharedIterator.Kind.VALUES);
        }
    }

    /** {@code dict_items_view(dict)} */
    @Builtin(name = "dict_items_view", minNumOfPositionalArgs = 1)
    @GenerateNodeFactory
    public abstract static class Items extends PythonUnaryBuiltinNode {
        @Specialization
        static Object view(Object self, @Bind Node node) {
            return DictViewNodes.view(node, self, "items", SharedIterator.Kind.ITEMS);
        }
    }

    private static Object view(Node node, Object self, String method, SharedIterator.Kind kind) {
        SharedDict dict = DictOperations.self(node, self, method);
        return dict.home.interpreter.classes().view(kind, dict);
    }

    /** {@code iter(view)} */
    @GenerateNodeFactory
    public abstract static class Iter extends PythonUnaryBuiltinNode {
        @Specialization
        static Object any(Object self, @Bind Node node, @Cached BeginIterationNode begin) {
            if (self instanceof SharedView view) {
                return begin.execute(view.dict, view.kind);
            }
            throw PythonErrors.wrongSelf(node, "__iter__", "dict view", self);
        }
    }
}
