// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.nodes;

import com.oracle.graal.python.builtins.PythonBuiltinClassType;
import com.oracle.graal.python.builtins.objects.PNone;
import com.oracle.graal.python.builtins.objects.object.ObjectNodes.GenericSetAttrNode;
import com.oracle.graal.python.builtins.objects.type.TpSlots.GetObjectSlotsNode;
import com.oracle.graal.python.nodes.attributes.LookupAttributeInMRONode;
import com.oracle.graal.python.nodes.attributes.WriteAttributeToObjectNode;
import com.oracle.graal.python.nodes.object.GetClassNode;
import com.oracle.graal.python.nodes.util.CannotCastException;
import com.oracle.graal.python.nodes.util.CastToTruffleStringNode;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.strings.TruffleString;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.error.HeapException;
import org.sharedobjects.heap.struct.Shape;
import org.sharedobjects.truffle.error.Guard;
import org.sharedobjects.truffle.error.PythonErrors;
import org.sharedobjects.truffle.guest.SharedInstance;
import org.sharedobjects.truffle.interpreter.PythonText;
import org.sharedobjects.truffle.store.InstanceAccess;

/** What the attribute nodes do when the short way fails. Errors are Python's. */
final class InstanceOperations {
    private static final TruffleString DICT = PythonText.of("__dict__");
    private static final TruffleString CLASS = PythonText.of("__class__");

    /** Whether there is such a field cannot be told from the shape. */
    private static final int UNKNOWN = Shape.ABSENT - 1;

    private InstanceOperations() {}

    /** Attributes that are made up by us. */
    @TruffleBoundary
    static boolean isSpecial(TruffleString name) {
        return name.equals(DICT);
    }

    /** Place of a field; {@link Shape#ABSENT} when there is none, another negative number when only a look can tell. */
    @TruffleBoundary
    static int index(SharedInstance self, int shapeId, TruffleString name) {
        try {
            Shape shape = self.home.heap.shapes().get(shapeId);
            return shape.dictMode() ? UNKNOWN : shape.lookup(name.toJavaStringUncached());
        } catch (HeapException badGuess) {
            return UNKNOWN;
        }
    }

    /** The same, but absent when assigning needs more than storing. */
    @TruffleBoundary
    static int assignableIndex(SharedInstance self, int shapeId, TruffleString name) {
        return isSpecial(name) || isDataDescriptor(self, name) ? Shape.ABSENT : index(self, shapeId, name);
    }

    /** Value of a field, or null when there is no such field. */
    @TruffleBoundary
    static @Nullable Object find(Node node, Object self, Object name) {
        if (!(self instanceof SharedInstance instance)) {
            return null;
        }
        TruffleString text = text(node, name);
        return Guard.<@Nullable Object>run(
                node,
                instance.home,
                () -> isSpecial(text) ? InstanceAccess.fieldsView(instance) : InstanceAccess.get(instance, text));
    }

    @TruffleBoundary
    static void set(Node node, Object self, Object name, Object value) {
        boolean delete = value == PNone.NO_VALUE;
        if (!(self instanceof SharedInstance instance)) {
            throw PythonErrors.wrongSelf(node, delete ? "__delattr__" : "__setattr__", "Object", self);
        }
        TruffleString text = text(node, name);
        if (text.equals(CLASS) || text.equals(DICT)) {
            throw PythonErrors.typeError(
                    node,
                    "attribute '" + text + "' of shared object '" + PythonErrors.className(self)
                            + "' cannot be assigned");
        }
        if (isDataDescriptor(instance, text)) {
            GenericSetAttrNode.getUncached()
                    .execute(node, null, instance, text, value, WriteAttributeToObjectNode.getUncached());
            return;
        }
        boolean done = Guard.run(
                node,
                instance.home,
                () -> delete ? InstanceAccess.delete(instance, text) : InstanceAccess.set(instance, text, value));
        if (!done) {
            throw PythonErrors.noAttribute(node, self, text);
        }
    }

    private static boolean isDataDescriptor(SharedInstance self, TruffleString name) {
        Object type = GetClassNode.executeUncached(self);
        Object attribute = LookupAttributeInMRONode.Dynamic.getUncached().execute(type, name);
        return attribute != PNone.NO_VALUE
                && GetObjectSlotsNode.executeUncached(attribute).tp_descr_set() != null;
    }

    private static TruffleString text(Node node, Object name) {
        try {
            return CastToTruffleStringNode.executeUncached(name);
        } catch (CannotCastException e) {
            throw PythonErrors.of(
                    node,
                    PythonBuiltinClassType.TypeError,
                    "attribute name must be string, not '" + PythonErrors.className(name) + "'");
        }
    }
}
