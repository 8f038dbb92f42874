// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.guest;

import com.oracle.truffle.api.interop.UnknownIdentifierException;
import com.oracle.truffle.api.object.Shape;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.truffle.interpreter.AttachedHeap;
import org.sharedobjects.truffle.store.ListAccess;

/** A shared list: a Python object whose class derives from the builtin {@code list}. */
public final class SharedList extends SharedSequence {
    public SharedList(Object pythonClass, Shape shape, AttachedHeap home, long ref) {
        super(pythonClass, shape, home, ref);
    }

    @Override
    long size() {
        return ListAccess.size(this);
    }

    @Override
    @Nullable
    Object element(long index) {
        return ListAccess.get(this, index);
    }

    @Override
    boolean setElement(long index, Object value) {
        return ListAccess.set(this, index, value);
    }

    @Override
    void append(Object value) {
        ListAccess.append(this, value);
    }

    @Override
    boolean remove(long index) {
        return ListAccess.delete(this, index);
    }

    @Override
    boolean hasMethod(String name) {
        return ArrayMethods.has(this, name);
    }

    @Override
    Object call(String name, Object[] arguments) throws UnknownIdentifierException {
        return ArrayMethods.invoke(this, name, arguments);
    }
}
