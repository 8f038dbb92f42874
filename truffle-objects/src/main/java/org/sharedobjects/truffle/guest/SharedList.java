// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.guest;

import com.oracle.graal.python.builtins.objects.object.PythonObject;
import com.oracle.truffle.api.object.Shape;
import org.sharedobjects.truffle.interpreter.AttachedHeap;

/** A shared list: a Python object whose class derives from the builtin {@code list}. */
public final class SharedList extends PythonObject implements SharedObject {
    public final AttachedHeap home;
    public final long ref;
    /** Known to be a tree, which it stays. */
    public boolean large;
    /** Of a large list, where it was seen to end, or 0. The list keeps its chunks, and the wrapper's handle the list. */
    public long lastChunk;

    public SharedList(Object pythonClass, Shape shape, AttachedHeap home, long ref) {
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
