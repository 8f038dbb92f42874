// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.guest;

import com.oracle.graal.python.builtins.objects.object.PythonObject;
import com.oracle.truffle.api.object.Shape;
import org.sharedobjects.truffle.interpreter.AttachedHeap;

/** An instance of a shared class; its fields are cells of the heap, never local attributes. */
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
}
