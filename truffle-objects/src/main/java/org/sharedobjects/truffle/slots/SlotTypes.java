// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.slots;

import com.oracle.graal.python.builtins.objects.type.slots.TpSlotBinaryFunc.MpSubscriptBuiltinNode;
import com.oracle.graal.python.builtins.objects.type.slots.TpSlotBinaryFunc.SqConcatBuiltinNode;
import com.oracle.graal.python.builtins.objects.type.slots.TpSlotBinaryFunc.TpSlotMpSubscript;
import com.oracle.graal.python.builtins.objects.type.slots.TpSlotBinaryFunc.TpSlotSqConcat;
import com.oracle.graal.python.builtins.objects.type.slots.TpSlotGetAttr.GetAttrBuiltinNode;
import com.oracle.graal.python.builtins.objects.type.slots.TpSlotGetAttr.TpSlotGetAttrBuiltin;
import com.oracle.graal.python.builtins.objects.type.slots.TpSlotIterNext.TpIterNextBuiltin;
import com.oracle.graal.python.builtins.objects.type.slots.TpSlotIterNext.TpSlotIterNextBuiltin;
import com.oracle.graal.python.builtins.objects.type.slots.TpSlotLen.LenBuiltinNode;
import com.oracle.graal.python.builtins.objects.type.slots.TpSlotLen.TpSlotLenBuiltinComplex;
import com.oracle.graal.python.builtins.objects.type.slots.TpSlotMpAssSubscript.MpAssSubscriptBuiltinNode;
import com.oracle.graal.python.builtins.objects.type.slots.TpSlotMpAssSubscript.TpSlotMpAssSubscriptBuiltin;
import com.oracle.graal.python.builtins.objects.type.slots.TpSlotRichCompare.RichCmpBuiltinNode;
import com.oracle.graal.python.builtins.objects.type.slots.TpSlotRichCompare.TpSlotRichCmpBuiltinComplex;
import com.oracle.graal.python.builtins.objects.type.slots.TpSlotSetAttr.SetAttrBuiltinNode;
import com.oracle.graal.python.builtins.objects.type.slots.TpSlotSetAttr.TpSlotSetAttrBuiltin;
import com.oracle.graal.python.builtins.objects.type.slots.TpSlotSqContains.SqContainsBuiltinNode;
import com.oracle.graal.python.builtins.objects.type.slots.TpSlotSqContains.TpSlotSqContainsBuiltin;
import com.oracle.graal.python.builtins.objects.type.slots.TpSlotUnaryFunc.TpSlotUnaryFuncBuiltin;
import com.oracle.graal.python.nodes.function.builtins.PythonUnaryBuiltinNode;
import com.oracle.truffle.api.dsl.NodeFactory;

/** One class for each kind of type slot we fill, as GraalPy asks for. */
final class SlotTypes {
    private SlotTypes() {}

    static final class Subscript<T extends MpSubscriptBuiltinNode> extends TpSlotMpSubscript<T> {
        Subscript(NodeFactory<T> nodes) {
            super(nodes);
        }
    }

    static final class Concat<T extends SqConcatBuiltinNode> extends TpSlotSqConcat<T> {
        Concat(NodeFactory<T> nodes) {
            super(nodes);
        }
    }

    static final class Compare<T extends RichCmpBuiltinNode> extends TpSlotRichCmpBuiltinComplex<T> {
        Compare(NodeFactory<T> nodes) {
            super(nodes);
        }
    }

    static final class AssignSubscript<T extends MpAssSubscriptBuiltinNode> extends TpSlotMpAssSubscriptBuiltin<T> {
        AssignSubscript(NodeFactory<T> nodes) {
            super(nodes);
        }
    }

    static final class Length<T extends LenBuiltinNode> extends TpSlotLenBuiltinComplex<T> {
        Length(NodeFactory<T> nodes) {
            super(nodes);
        }
    }

    static final class Contains<T extends SqContainsBuiltinNode> extends TpSlotSqContainsBuiltin<T> {
        Contains(NodeFactory<T> nodes) {
            super(nodes);
        }
    }

    static final class Unary<T extends PythonUnaryBuiltinNode> extends TpSlotUnaryFuncBuiltin<T> {
        Unary(NodeFactory<T> nodes, String method) {
            super(nodes, method);
        }
    }

    static final class Next<T extends TpIterNextBuiltin> extends TpSlotIterNextBuiltin<T> {
        Next(NodeFactory<T> nodes) {
            super(nodes);
        }
    }

    static final class GetAttribute<T extends GetAttrBuiltinNode> extends TpSlotGetAttrBuiltin<T> {
        GetAttribute(NodeFactory<T> nodes) {
            super(nodes);
        }
    }

    static final class SetAttribute<T extends SetAttrBuiltinNode> extends TpSlotSetAttrBuiltin<T> {
        SetAttribute(NodeFactory<T> nodes) {
            super(nodes);
        }
    }
}
