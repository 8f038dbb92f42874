// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.guest;

import com.oracle.graal.python.builtins.objects.object.PythonObject;
import com.oracle.truffle.api.object.Shape;
import org.sharedobjects.truffle.interpreter.AttachedHeap;

/** What the heap keeps as a list: cells by index. */
public abstract sealed class SharedSequence extends PythonObject implements SharedObject
        permits SharedList, SharedArray {
    public final AttachedHeap home;
    public final long ref;
    /** Known to be a tree, which it stays. */
    public boolean large;

    SharedSequence(Object pythonClass, Shape shape, AttachedHeap home, long ref) {
        super(pythonClass, shape);
        this.home = home;
        this.ref = ref;
    }

    @Override
    public final AttachedHeap home() {
        return home;
    }

    @Override
    public final long ref() {
        return ref;
    }
}
