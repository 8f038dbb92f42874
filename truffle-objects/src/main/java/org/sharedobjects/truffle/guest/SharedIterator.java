// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.guest;

import com.oracle.graal.python.builtins.objects.object.PythonObject;
import com.oracle.truffle.api.object.Shape;
import org.jspecify.annotations.Nullable;

/** Where an iteration over a shared list, dict or set stands. */
public final class SharedIterator extends PythonObject {
    /** Null once exhausted: an exhausted iterator stays so. */
    public @Nullable SharedObject target;

    public long index;
    /** Size of the dict or set when the iteration began. */
    public final long expectedSize;

    /** How many keys or elements of the dict or set have come. */
    public long given;

    public SharedIterator(Object pythonClass, Shape shape, SharedObject target, long expectedSize) {
        super(pythonClass, shape);
        this.target = target;
        this.expectedSize = expectedSize;
    }
}
