// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.slots;

import com.oracle.graal.python.PythonLanguage;
import com.oracle.graal.python.builtins.PythonBuiltinClassType;
import com.oracle.graal.python.builtins.objects.cext.capi.ExternalFunctionNodes.PExternalFunctionWrapper;
import com.oracle.graal.python.builtins.objects.type.PythonAbstractClass;
import com.oracle.graal.python.builtins.objects.type.PythonBuiltinClass;
import com.oracle.graal.python.builtins.objects.type.PythonClass;
import com.oracle.graal.python.builtins.objects.type.TpSlots;
import com.oracle.graal.python.builtins.objects.type.TypeNodes.GetSubclassesAsArrayNode;
import com.oracle.graal.python.builtins.objects.type.slots.TpSlot.TpSlotBuiltin;
import com.oracle.graal.python.lib.PyObjectSetAttr;
import com.oracle.graal.python.runtime.PythonContext;
import com.oracle.truffle.api.strings.TruffleString;
import java.util.List;
import org.sharedobjects.truffle.interpreter.PythonText;
import org.sharedobjects.truffle.nodes.ArrayNodesFactory;
import org.sharedobjects.truffle.nodes.CounterNodesFactory;
import org.sharedobjects.truffle.nodes.DictNodesFactory;
import org.sharedobjects.truffle.nodes.DictViewNodesFactory;
import org.sharedobjects.truffle.nodes.InstanceNodesFactory;
import org.sharedobjects.truffle.nodes.ListNodesFactory;
import org.sharedobjects.truffle.nodes.NativeListNodesFactory;
import org.sharedobjects.truffle.nodes.SetNodesFactory;
import org.sharedobjects.truffle.nodes.iteration.IteratorNodesFactory;

/**
 * Our type slots. GraalPy numbers all slots when it makes its first engine and has no room for later ones, so this class
 * must be initialised before that.
 */
public final class Slots {
    private Slots() {}

    /** A slot and the special method that stands for it in the class. */
    private record Method(String name, PExternalFunctionWrapper wrapper, TpSlotBuiltin<?> slot) {}

    private static final TpSlotBuiltin<?> LIST_SET =
            new SlotTypes.AssignSubscript<>(ListNodesFactory.SetItemFactory.getInstance());
    private static final TpSlotBuiltin<?> DICT_SET =
            new SlotTypes.AssignSubscript<>(DictNodesFactory.SetItemFactory.getInstance());
    private static final TpSlotBuiltin<?> ATTRIBUTE_SET =
            new SlotTypes.SetAttribute<>(InstanceNodesFactory.SetAttributeFactory.getInstance());

    private static final List<Method> LIST = List.of(
            new Method(
                    "__getitem__",
                    PExternalFunctionWrapper.BINARYFUNC,
                    new SlotTypes.Subscript<>(ListNodesFactory.GetItemFactory.getInstance())),
            new Method("__setitem__", PExternalFunctionWrapper.OBJOBJARGPROC, LIST_SET),
            new Method("__delitem__", PExternalFunctionWrapper.MP_DELITEM, LIST_SET),
            new Method(
                    "__len__",
                    PExternalFunctionWrapper.LENFUNC,
                    new SlotTypes.Length<>(ListNodesFactory.LenFactory.getInstance())),
            new Method(
                    "__contains__",
                    PExternalFunctionWrapper.OBJOBJPROC,
                    new SlotTypes.Contains<>(ListNodesFactory.ContainsFactory.getInstance())),
            new Method(
                    "__iter__",
                    PExternalFunctionWrapper.UNARYFUNC,
                    new SlotTypes.Unary<>(ListNodesFactory.IterFactory.getInstance(), "__iter__")));

    private static final TpSlotBuiltin<?> ARRAY_SET =
            new SlotTypes.AssignSubscript<>(ArrayNodesFactory.SetItemFactory.getInstance());

    private static final TpSlotBuiltin<?> NATIVE_COMPARE =
            new SlotTypes.Compare<>(NativeListNodesFactory.CompareFactory.getInstance());

    /** Of {@code builtins.list}, for both operands. */
    private static final List<Method> NATIVE_LIST = List.of(
            new Method("__lt__", PExternalFunctionWrapper.LT, NATIVE_COMPARE),
            new Method("__le__", PExternalFunctionWrapper.LE, NATIVE_COMPARE),
            new Method("__eq__", PExternalFunctionWrapper.EQ, NATIVE_COMPARE),
            new Method("__ne__", PExternalFunctionWrapper.NE, NATIVE_COMPARE),
            new Method("__gt__", PExternalFunctionWrapper.GT, NATIVE_COMPARE),
            new Method("__ge__", PExternalFunctionWrapper.GE, NATIVE_COMPARE),
            new Method(
                    "__add__",
                    PExternalFunctionWrapper.BINARYFUNC,
                    new SlotTypes.Concat<>(NativeListNodesFactory.ConcatFactory.getInstance())));

    private static final List<Method> ARRAY = List.of(
            new Method(
                    "__getitem__",
                    PExternalFunctionWrapper.BINARYFUNC,
                    new SlotTypes.Subscript<>(ArrayNodesFactory.GetItemFactory.getInstance())),
            new Method("__setitem__", PExternalFunctionWrapper.OBJOBJARGPROC, ARRAY_SET),
            new Method("__delitem__", PExternalFunctionWrapper.MP_DELITEM, ARRAY_SET),
            new Method(
                    "__len__",
                    PExternalFunctionWrapper.LENFUNC,
                    new SlotTypes.Length<>(ArrayNodesFactory.LenFactory.getInstance())),
            new Method(
                    "__iter__",
                    PExternalFunctionWrapper.UNARYFUNC,
                    new SlotTypes.Unary<>(ArrayNodesFactory.IterFactory.getInstance(), "__iter__")));

    private static final List<Method> DICT = List.of(
            new Method(
                    "__getitem__",
                    PExternalFunctionWrapper.BINARYFUNC,
                    new SlotTypes.Subscript<>(DictNodesFactory.GetItemFactory.getInstance())),
            new Method("__setitem__", PExternalFunctionWrapper.OBJOBJARGPROC, DICT_SET),
            new Method("__delitem__", PExternalFunctionWrapper.MP_DELITEM, DICT_SET),
            new Method(
                    "__len__",
                    PExternalFunctionWrapper.LENFUNC,
                    new SlotTypes.Length<>(DictNodesFactory.LenFactory.getInstance())),
            new Method(
                    "__contains__",
                    PExternalFunctionWrapper.OBJOBJPROC,
                    new SlotTypes.Contains<>(DictNodesFactory.ContainsFactory.getInstance())),
            new Method(
                    "__iter__",
                    PExternalFunctionWrapper.UNARYFUNC,
                    new SlotTypes.Unary<>(DictNodesFactory.IterFactory.getInstance(), "__iter__")));

    private static final List<Method> SET = List.of(
            new Method(
                    "__len__",
                    PExternalFunctionWrapper.LENFUNC,
                    new SlotTypes.Length<>(SetNodesFactory.LenFactory.getInstance())),
            new Method(
                    "__contains__",
                    PExternalFunctionWrapper.OBJOBJPROC,
                    new SlotTypes.Contains<>(SetNodesFactory.ContainsFactory.getInstance())),
            new Method(
                    "__iter__",
                    PExternalFunctionWrapper.UNARYFUNC,
                    new SlotTypes.Unary<>(SetNodesFactory.IterFactory.getInstance(), "__iter__")));

    private static final List<Method> VIEW = List.of(new Method(
            "__iter__",
            PExternalFunctionWrapper.UNARYFUNC,
            new SlotTypes.Unary<>(DictViewNodesFactory.IterFactory.getInstance(), "__iter__")));

    private static final List<Method> ITERATOR = List.of(
            new Method(
                    "__iter__",
                    PExternalFunctionWrapper.UNARYFUNC,
                    new SlotTypes.Unary<>(IteratorNodesFactory.IterFactory.getInstance(), "__iter__")),
            new Method(
                    "__next__",
                    PExternalFunctionWrapper.ITERNEXT,
                    new SlotTypes.Next<>(IteratorNodesFactory.NextFactory.getInstance())));

    private static final List<Method> OBJECT = List.of(
            new Method(
                    "__getattribute__",
                    PExternalFunctionWrapper.BINARYFUNC,
                    new SlotTypes.GetAttribute<>(InstanceNodesFactory.GetAttributeFactory.getInstance())),
            new Method("__setattr__", PExternalFunctionWrapper.SETATTRO, ATTRIBUTE_SET),
            new Method("__delattr__", PExternalFunctionWrapper.DELATTRO, ATTRIBUTE_SET));

    private static final List<List<Method>> ALL = List.of(LIST, NATIVE_LIST, ARRAY, DICT, SET, VIEW, ITERATOR, OBJECT);

    /** Initialises this class. */
    public static void load() {}

    /** To be called once for each engine, before any slot is used in it. */
    public static void prepare(PythonLanguage language) {
        ALL.forEach(methods -> methods.forEach(method -> method.slot.initialize(language)));
    }

    public static void installList(PythonContext python, Object listClass) {
        install(python, listClass, LIST);
        Methods.install(python, listClass, ListNodesFactory.AppendFactory.getInstance());
        installNativeList(python, python.lookupType(PythonBuiltinClassType.PList));
    }

    private static void installNativeList(PythonContext python, PythonBuiltinClass nativeList) {
        for (Method method : NATIVE_LIST) {
            TruffleString name = PythonText.of(method.name);
            GuardedMethods.replace(
                    nativeList, name, method.slot.createBuiltin(python, nativeList, name, method.wrapper));
        }
        for (PythonAbstractClass subclass : GetSubclassesAsArrayNode.executeUncached(nativeList)) {
            if (subclass instanceof PythonClass) {
                NATIVE_LIST.forEach(method -> TpSlots.updateSlot(subclass, PythonText.of(method.name)));
            }
        }
    }

    public static void installArray(PythonContext python, Object arrayClass) {
        install(python, arrayClass, ARRAY);
        Methods.install(python, arrayClass, ArrayNodesFactory.AppendFactory.getInstance());
    }

    public static void installDict(PythonContext python, Object dictClass) {
        install(python, dictClass, DICT);
        Methods.install(python, dictClass, DictNodesFactory.GetFactory.getInstance());
    }

    public static void installSet(PythonContext python, Object setClass) {
        install(python, setClass, SET);
        Methods.install(python, setClass, SetNodesFactory.AddFactory.getInstance());
        GuardedMethods.install(python);
    }

    public static void installCounter(PythonContext python, Object counterClass) {
        Methods.install(python, counterClass, CounterNodesFactory.AddFactory.getInstance());
    }

    public static void installIterator(PythonContext python, Object iteratorClass) {
        install(python, iteratorClass, ITERATOR);
        Methods.install(python, iteratorClass, IteratorNodesFactory.LengthHintFactory.getInstance());
    }

    public static void installView(PythonContext python, Object viewClass) {
        install(python, viewClass, VIEW);
    }

    public static void installObject(PythonContext python, Object objectClass) {
        install(python, objectClass, OBJECT);
    }

    private static void install(PythonContext python, Object pythonClass, List<Method> methods) {
        for (Method method : methods) {
            TruffleString name = PythonText.of(method.name);
            Object descriptor = method.slot.createBuiltin(python, pythonClass, name, method.wrapper);
            // Through the ordinary assignment, so that GraalPy updates the slots of the class and its subclasses.
            PyObjectSetAttr.executeUncached(pythonClass, name, descriptor);
        }
    }
}
