// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.interpreter;

import com.oracle.graal.python.builtins.objects.object.PythonObject;
import com.oracle.graal.python.builtins.objects.type.PythonManagedClass;
import com.oracle.truffle.api.object.DynamicObjectLibrary;
import com.oracle.truffle.api.object.Shape;
import org.sharedobjects.truffle.error.PythonErrors;

/** A Python class and the shape of its wrappers. */
record WrapperClass(Object pythonClass, Shape shape) {
    static WrapperClass of(Object pythonClass) {
        return new WrapperClass(pythonClass, withoutLocalAttributes(pythonClass));
    }

    /**
     * Instances have no {@code __dict__} of GraalPy's: with this flag {@code object.__setattr__} raises instead of
     * storing an attribute that no other interpreter would see.
     */
    private static Shape withoutLocalAttributes(Object pythonClass) {
        if (!(pythonClass instanceof PythonManagedClass managed)) {
            throw PythonErrors.typeError(null, "not a class: " + PythonErrors.className(pythonClass));
        }
        PythonObject probe = new PythonObject(managed, managed.getInstanceShape());
        DynamicObjectLibrary library = DynamicObjectLibrary.getUncached();
        library.setShapeFlags(probe, library.getShapeFlags(probe) | PythonObject.HAS_SLOTS_BUT_NO_DICT_FLAG);
        return probe.getShape();
    }
}
