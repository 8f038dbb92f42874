// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.guest;

import com.oracle.graal.python.builtins.objects.object.PythonObject;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.InvalidArrayIndexException;
import com.oracle.truffle.api.interop.UnknownIdentifierException;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import com.oracle.truffle.api.object.Shape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.chunk.Directory;
import org.sharedobjects.heap.listtree.ListChunk;
import org.sharedobjects.truffle.error.PythonErrors;
import org.sharedobjects.truffle.interpreter.AttachedHeap;
import org.sharedobjects.truffle.store.ForeignValues;

/**
 * What the heap keeps as a list: cells by index. To other languages it is an array: they see none of Python's methods, but those
 * of {@link ArrayMethods}.
 */
@ExportLibrary(InteropLibrary.class)
@SuppressWarnings({"DoNotCallSuggester", "static-method"})
public abstract sealed class SharedSequence extends PythonObject implements SharedObject
        permits SharedList, SharedArray {
    private static final long[] NO_CHUNKS = {};

    public final AttachedHeap home;
    public final long ref;
    /** Known to be a tree, which it stays. */
    public boolean large;
    /** Of a large one, where it was seen to end, or 0. It keeps its chunks, and the wrapper's handle keeps it. */
    public long lastChunk;
    /** Of a large one, its chunks by number, as far as they were looked for; 0 for others. It keeps them as long as it is there. */
    private long[] chunks = NO_CHUNKS;

    SharedSequence(Object pythonClass, Shape shape, AttachedHeap home, long ref) {
        super(pythonClass, shape);
        this.home = home;
        this.ref = ref;
    }

    /** The chunk of the cell at this index, which must not be negative, or {@link Directory#NONE} if it is not known. */
    public final long chunk(long index) {
        long number = index >> ListChunk.SHIFT;
        return number < chunks.length ? chunks[(int) number] : Directory.NONE;
    }

    public final void rememberChunk(long index, long chunk) {
        int number = (int) (index >> ListChunk.SHIFT);
        if (number >= chunks.length) {
            chunks = Arrays.copyOf(chunks, Math.max(number + 1, 2 * chunks.length));
        }
        chunks[number] = chunk;
    }

    @Override
    public final AttachedHeap home() {
        return home;
    }

    @Override
    public final long ref() {
        return ref;
    }

    abstract long size();

    /** Null when the index, which is not negative, is out of range. */
    abstract @Nullable Object element(long index);

    /** Stores by Python's rules; false when the index, which is not negative, is out of range. */
    abstract boolean setElement(long index, Object value);

    abstract void append(Object value);

    /** False when the index, which is not negative, is out of range. */
    abstract boolean remove(long index);

    boolean hasMethod(@SuppressWarnings("unused") String name) {
        return false;
    }

    Object call(String name, @SuppressWarnings("unused") Object[] arguments) throws UnknownIdentifierException {
        throw UnknownIdentifierException.create(name);
    }

    @ExportMessage
    final boolean hasArrayElements() {
        return true;
    }

    @ExportMessage
    @TruffleBoundary
    final long getArraySize() {
        return Locked.run(home, this::size);
    }

    @ExportMessage
    @ExportMessage(name = "isArrayElementModifiable")
    @ExportMessage(name = "isArrayElementRemovable")
    @TruffleBoundary
    final boolean isArrayElementReadable(long index) {
        return index >= 0 && index < getArraySize();
    }

    @ExportMessage
    @TruffleBoundary
    final boolean isArrayElementInsertable(long index) {
        return index == getArraySize();
    }

    @ExportMessage
    @TruffleBoundary
    final Object readArrayElement(long index) throws InvalidArrayIndexException {
        Object value = index < 0 ? null : Locked.<@Nullable Object>run(home, () -> element(index));
        if (value == null) {
            throw InvalidArrayIndexException.create(index);
        }
        return value;
    }

    @ExportMessage
    @TruffleBoundary
    final void writeArrayElement(long index, Object value) {
        Locked.run(home, () -> {
            Object own = ForeignValues.handedOver(value);
            if (index < 0 || !setElement(index, own)) {
                appendAt(index, own);
            }
            return Boolean.TRUE;
        });
    }

    private void appendAt(long index, Object value) {
        if (index != size()) {
            throw PythonErrors.indexError(null, "list assignment index out of range");
        }
        append(value);
    }

    @ExportMessage
    @TruffleBoundary
    final void removeArrayElement(long index) throws InvalidArrayIndexException {
        boolean removed = index >= 0 && Locked.run(home, () -> remove(index));
        if (!removed) {
            throw InvalidArrayIndexException.create(index);
        }
    }

    @ExportMessage
    final Object getMembers(@SuppressWarnings("unused") boolean includeInternal) {
        return Names.NONE;
    }

    @ExportMessage
    @ExportMessage(name = "isMemberModifiable")
    @ExportMessage(name = "isMemberInsertable")
    @ExportMessage(name = "isMemberRemovable")
    @ExportMessage(name = "hasMemberReadSideEffects")
    @ExportMessage(name = "hasMemberWriteSideEffects")
    final boolean isMemberReadable(@SuppressWarnings("unused") String name) {
        return false;
    }

    @ExportMessage
    @TruffleBoundary
    final boolean isMemberInvocable(String name) {
        return hasMethod(name);
    }

    @ExportMessage
    final Object readMember(String name) throws UnknownIdentifierException {
        throw UnknownIdentifierException.create(name);
    }

    @ExportMessage
    @TruffleBoundary
    final void writeMember(String name, @SuppressWarnings("unused") Object value) {
        Locked.<@Nullable Object>run(home, () -> {
            throw PythonErrors.noAttribute(null, this, name);
        });
    }

    @ExportMessage
    @TruffleBoundary
    final Object invokeMember(String name, Object[] arguments) throws UnknownIdentifierException {
        return call(name, arguments);
    }
}
