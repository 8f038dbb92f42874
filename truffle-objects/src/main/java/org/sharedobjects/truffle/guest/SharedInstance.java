// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.guest;

import com.oracle.graal.python.builtins.objects.object.PythonObject;
import com.oracle.graal.python.lib.PyCallableCheckNode;
import com.oracle.graal.python.lib.PyObjectSetAttr;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import com.oracle.truffle.api.object.Shape;
import org.sharedobjects.truffle.interpreter.AttachedHeap;
import org.sharedobjects.truffle.interpreter.PythonText;
import org.sharedobjects.truffle.store.ForeignValues;
import org.sharedobjects.truffle.store.InstanceAccess;

/**
 * An instance of a shared class; its fields are cells of the heap, never local attributes. Other languages reach all of its
 * attributes, and are told of its fields.
 */
@ExportLibrary(InteropLibrary.class)
public final class SharedInstance extends PythonObject implements SharedObject {
    public final AttachedHeap home;
    public final long ref;

    public SharedInstance(Object pythonClass, Shape shape, AttachedHeap home, long ref) {
        super(pythonClass, shape);
        this.home = home;
        this.ref = ref;
    }

    @Override
    public AttachedHeap home() {
        return home;
    }

    @Override
    public long ref() {
        return ref;
    }

    @ExportMessage
    @TruffleBoundary
    Object getMembers(boolean includeInternal) {
        return new Names(Locked.run(home, () -> InstanceAccess.names(this)));
    }

    @ExportMessage
    @ExportMessage(name = "isMemberModifiable")
    @TruffleBoundary
    boolean isMemberReadable(String name) {
        return Locked.attribute(this, name) != null;
    }

    @ExportMessage
    @TruffleBoundary
    boolean isMemberInsertable(String name) {
        return !isMemberReadable(name);
    }

    @ExportMessage
    @TruffleBoundary
    boolean isMemberRemovable(String name) {
        return Locked.run(home, () -> InstanceAccess.get(this, PythonText.of(name)) != null);
    }

    @ExportMessage
    @TruffleBoundary
    boolean isMemberInvocable(String name) {
        Object value = Locked.attribute(this, name);
        return value != null && Locked.run(home, () -> PyCallableCheckNode.executeUncached(value));
    }

    @ExportMessage
    @TruffleBoundary
    void writeMember(String name, Object value) {
        Locked.run(home, () -> {
            PyObjectSetAttr.executeUncached(this, PythonText.of(name), ForeignValues.handedOver(value));
            return Boolean.TRUE;
        });
    }
}
