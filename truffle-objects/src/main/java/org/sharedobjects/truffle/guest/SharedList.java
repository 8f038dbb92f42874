// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.guest;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.InvalidArrayIndexException;
import com.oracle.truffle.api.interop.UnknownIdentifierException;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import com.oracle.truffle.api.object.Shape;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.truffle.error.PythonErrors;
import org.sharedobjects.truffle.interpreter.AttachedHeap;
import org.sharedobjects.truffle.store.ForeignValues;
import org.sharedobjects.truffle.store.ListAccess;

/**
 * A shared list: a Python object whose class derives from the builtin {@code list}. To other languages it is an array:
 * they see none of Python's methods, but those of {@link ArrayMethods}.
 */
@ExportLibrary(InteropLibrary.class)
@SuppressWarnings({"DoNotCallSuggester", "static-method"})
public final class SharedList extends SharedSequence {
    public SharedList(Object pythonClass, Shape shape, AttachedHeap home, long ref) {
        super(pythonClass, shape, home, ref);
    }

    @ExportMessage
    boolean hasArrayElements() {
        return true;
    }

    @ExportMessage
    @TruffleBoundary
    long getArraySize() {
        return Locked.run(home, () -> (long) ListAccess.size(this));
    }

    @ExportMessage
    @ExportMessage(name = "isArrayElementModifiable")
    @ExportMessage(name = "isArrayElementRemovable")
    @TruffleBoundary
    boolean isArrayElementReadable(long index) {
        return index >= 0 && index < getArraySize();
    }

    @ExportMessage
    @TruffleBoundary
    boolean isArrayElementInsertable(long index) {
        return index == getArraySize();
    }

    @ExportMessage
    @TruffleBoundary
    Object readArrayElement(long index) throws InvalidArrayIndexException {
        Object value = index < 0 ? null : Locked.<@Nullable Object>run(home, () -> ListAccess.get(this, index));
        if (value == null) {
            throw InvalidArrayIndexException.create(index);
        }
        return value;
    }

    @ExportMessage
    @TruffleBoundary
    void writeArrayElement(long index, Object value) {
        Locked.run(home, () -> {
            Object own = ForeignValues.handedOver(value);
            if (index < 0 || !ListAccess.set(this, index, own)) {
                append(index, own);
            }
            return Boolean.TRUE;
        });
    }

    private void append(long index, Object value) {
        if (index != ListAccess.size(this)) {
            throw PythonErrors.indexError(null, "list assignment index out of range");
        }
        ListAccess.append(this, value);
    }

    @ExportMessage
    @TruffleBoundary
    void removeArrayElement(long index) throws InvalidArrayIndexException {
        boolean removed = index >= 0 && Locked.run(home, () -> ListAccess.remove(this, index) != null);
        if (!removed) {
            throw InvalidArrayIndexException.create(index);
        }
    }

    @ExportMessage
    Object getMembers(boolean includeInternal) {
        return Names.NONE;
    }

    @ExportMessage
    @ExportMessage(name = "isMemberModifiable")
    @ExportMessage(name = "isMemberInsertable")
    @ExportMessage(name = "isMemberRemovable")
    @ExportMessage(name = "hasMemberReadSideEffects")
    @ExportMessage(name = "hasMemberWriteSideEffects")
    boolean isMemberReadable(String name) {
        return false;
    }

    @ExportMessage
    @TruffleBoundary
    boolean isMemberInvocable(String name) {
        return ArrayMethods.has(this, name);
    }

    @ExportMessage
    Object readMember(String name) throws UnknownIdentifierException {
        throw UnknownIdentifierException.create(name);
    }

    @ExportMessage
    @TruffleBoundary
    void writeMember(String name, Object value) {
        Locked.<@Nullable Object>run(home, () -> {
            throw PythonErrors.noAttribute(null, this, name);
        });
    }

    @ExportMessage
    @TruffleBoundary
    Object invokeMember(String name, Object[] arguments) throws UnknownIdentifierException {
        return ArrayMethods.invoke(this, name, arguments);
    }
}
