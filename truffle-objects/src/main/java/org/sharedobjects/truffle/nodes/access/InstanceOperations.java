// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.nodes.access;

import com.oracle.graal.python.builtins.PythonBuiltinClassType;
import com.oracle.graal.python.builtins.objects.PNone;
import com.oracle.graal.python.builtins.objects.object.ObjectNodes.GenericSetAttrNode;
import com.oracle.graal.python.builtins.objects.type.TypeNodes;
import com.oracle.graal.python.nodes.attributes.WriteAttributeToObjectNode;
import com.oracle.graal.python.nodes.call.CallNode;
import com.oracle.graal.python.nodes.object.GetClassNode;
import com.oracle.graal.python.nodes.util.CannotCastException;
import com.oracle.graal.python.nodes.util.CastToTruffleStringNode;
import com.oracle.graal.python.runtime.exception.PException;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.strings.TruffleString;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.error.HeapException;
import org.sharedobjects.heap.struct.Shape;
import org.sharedobjects.heap.struct.Shapes;
import org.sharedobjects.truffle.SharedObjectsLanguage;
import org.sharedobjects.truffle.error.Guard;
import org.sharedobjects.truffle.error.PythonErrors;
import org.sharedobjects.truffle.guest.SharedInstance;
import org.sharedobjects.truffle.interpreter.PythonText;
import org.sharedobjects.truffle.store.InstanceAccess;

/** What the attribute nodes do when the short way fails. Errors are Python's. */
public final class InstanceOperations {
    private static final TruffleString DICT = PythonText.of("__dict__");
    private static final TruffleString CLASS = PythonText.of("__class__");

    /** Whether there is such a field cannot be told from the shape. */
    public static final int UNKNOWN = Shape.ABSENT - 1;

    private InstanceOperations() {}

    /** Attributes that are made up by us. */
    @TruffleBoundary
    public static boolean isSpecial(TruffleString name) {
        return name.equals(DICT);
    }

    /** Place of a field; {@link Shape#ABSENT} when there is none, another negative number when only a look can tell. */
    @TruffleBoundary
    public static int index(SharedInstance self, int shapeId, TruffleString name) {
        try {
            Shape shape = self.home.heap.shapes().get(shapeId);
            int index = shape.dictMode() ? UNKNOWN : shape.lookup(name.toJavaStringUncached());
            return index >= 0 && mayBeDescribed(self, name) ? UNKNOWN : index;
        } catch (HeapException badGuess) {
            return UNKNOWN;
        }
    }

    /** The same, but absent when assigning needs more than storing. */
    @TruffleBoundary
    public static int assignableIndex(SharedInstance self, int shapeId, TruffleString name) {
        return isSpecial(name) || DataDescriptors.has(self, name) ? Shape.ABSENT : index(self, shapeId, name);
    }

    /** Number of the shape that an instance has once it has got this field, which it has not; 0 when assigning needs more than storing. */
    @TruffleBoundary
    public static int widerShape(SharedInstance self, int shapeId, TruffleString name) {
        if (isSpecial(name) || name.equals(CLASS) || mayBeDescribed(self, name)) {
            return 0;
        }
        try {
            Shapes shapes = self.home.heap.shapes();
            Shape shape = shapes.get(shapeId);
            String text = name.toJavaStringUncached();
            if (shape.dictMode() || shape.lookup(text) != Shape.ABSENT) {
                return 0;
            }
            Shape wider = shapes.with(shape, text);
            return wider.dictMode() ? 0 : wider.id();
        } catch (HeapException badGuessOrNoRoom) {
            return 0;
        }
    }

    /** Place of the field that an instance with this shape gets next. */
    @TruffleBoundary
    public static int nextIndex(SharedInstance self, int shapeId) {
        return self.home.heap.shapes().get(shapeId).count();
    }

    private static boolean mayBeDescribed(SharedInstance self, TruffleString name) {
        return DataDescriptors.isShadowed(name) || DataDescriptors.has(self, name);
    }

    /** Value of a field, or null when there is no such field or the class has a data descriptor for the name. */
    @TruffleBoundary
    public static @Nullable Object find(Node node, SharedInstance self, Object name) {
        TruffleString text = text(node, name);
        if (isSpecial(text)) {
            return Guard.run(node, self.home, () -> InstanceAccess.fieldsView(self));
        }
        return DataDescriptors.has(self, text) ? null : findField(node, self, text);
    }

    @TruffleBoundary
    public static @Nullable Object findField(Node node, SharedInstance self, TruffleString name) {
        return Guard.<@Nullable Object>run(node, self.home, () -> InstanceAccess.get(self, name));
    }

    @TruffleBoundary
    public static void set(Node node, SharedInstance instance, Object name, Object value) {
        boolean delete = value == PNone.NO_VALUE;
        TruffleString text = text(node, name);
        if (text.equals(CLASS)) {
            throw notAssignable(node, instance, text);
        }
        if (isSpecial(text)) {
            setFields(node, instance, value);
            return;
        }
        if (DataDescriptors.has(instance, text)) {
            GenericSetAttrNode.getUncached()
                    .execute(node, null, instance, text, value, WriteAttributeToObjectNode.getUncached());
            return;
        }
        boolean done = Guard.run(
                node,
                instance.home,
                () -> delete ? InstanceAccess.delete(instance, text) : InstanceAccess.set(instance, text, value));
        if (!done) {
            throw PythonErrors.noAttribute(node, instance, text);
        }
    }

    private static void setFields(Node node, SharedInstance self, Object fields) {
        Object setter = self.home.interpreter.bindings().setFields;
        if (setter == null || fields == PNone.NO_VALUE) {
            throw notAssignable(node, self, DICT);
        }
        CallNode.executeUncached(setter, self, fields);
    }

    private static PException notAssignable(Node node, SharedInstance self, TruffleString name) {
        return PythonErrors.typeError(
                node,
                "attribute '" + name + "' of shared object '" + PythonErrors.className(self) + "' cannot be assigned");
    }

    /** The error for an object that {@code object.__new__} has made of a shared class, else the error as it is. */
    @TruffleBoundary
    public static PException explained(Node node, Object self, PException error) {
        Object objectClass = SharedObjectsLanguage.interpreter(node).bindings().objectClass;
        var ancestors = List.of(TypeNodes.GetMroNode.executeUncached(GetClassNode.executeUncached(self)));
        if (!ancestors.contains(objectClass)) {
            return error;
        }
        String name = PythonErrors.className(self);
        return PythonErrors.typeError(
                node, "object.__new__(" + name + ") is not safe, use super().__new__(" + name + ")");
    }

    static TruffleString text(Node node, Object name) {
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
