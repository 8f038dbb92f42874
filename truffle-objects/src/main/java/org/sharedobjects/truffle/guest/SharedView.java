// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.guest;

import com.oracle.graal.python.builtins.objects.object.PythonObject;
import com.oracle.truffle.api.object.Shape;

/** A living view of the keys, values or items of a shared dict. */
public final class SharedView extends PythonObject {
    public final SharedIterator.Kind kind;
    public final SharedDict dict;

    public SharedView(Object pythonClass, Shape shape, SharedIterator.Kind kind, SharedDict dict) {
        super(pythonClass, shape);
        this.kind = kind;
        this.dict = dict;
    }
}
