// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.guest;

import com.oracle.graal.python.builtins.objects.buffer.PythonBufferAccessLibrary;
import com.oracle.graal.python.builtins.objects.buffer.PythonBufferAcquireLibrary;
import com.oracle.graal.python.lib.PyObjectCallMethodObjArgs;
import com.oracle.graal.python.lib.PyObjectSetItem;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import com.oracle.truffle.api.object.Shape;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.struct.ElementType;
import org.sharedobjects.truffle.interpreter.AttachedHeap;
import org.sharedobjects.truffle.interpreter.PythonText;
import org.sharedobjects.truffle.store.ArrayAccess;

/**
 * A shared array or bytearray. Code of GraalPy that takes any buffer, such as {@code memoryview}, {@code bytes} and files,
 * gets an {@link ArrayBuffer} of it; some, such as slice assignment of {@code bytearray}, does not ask first.
 */
@ExportLibrary(PythonBufferAcquireLibrary.class)
@ExportLibrary(value = PythonBufferAccessLibrary.class, delegateTo = "buffer")
public final class SharedArray extends SharedSequence {
    public final ElementType type;
    final ArrayBuffer buffer;

    public SharedArray(Object pythonClass, Shape shape, AttachedHeap home, long ref, ElementType type) {
        super(pythonClass, shape, home, ref);
        this.type = type;
        this.buffer = ArrayBuffer.ofPresentLength(this);
    }

    @Override
    long size() {
        return ArrayAccess.size(this);
    }

    @Override
    @Nullable
    Object element(long index) {
        return ArrayAccess.get(this, index);
    }

    /** As Python code would: whether the value fits, its methods know. */
    @Override
    boolean setElement(long index, Object value) {
        boolean found = index < size();
        if (found) {
            PyObjectSetItem.executeUncached(this, index, value);
        }
        return found;
    }

    @Override
    void append(Object value) {
        PyObjectCallMethodObjArgs.executeUncached(this, PythonText.of("append"), value);
    }

    @Override
    boolean remove(long index) {
        return ArrayAccess.delete(this, index);
    }

    @ExportMessage
    @SuppressWarnings("static-method")
    boolean hasBuffer() {
        return true;
    }

    /** Whatever the flags ask for: the elements lie in a row and can be written. */
    @ExportMessage
    Object acquire(@SuppressWarnings("unused") int flags) {
        return ArrayBuffer.of(this);
    }
}
