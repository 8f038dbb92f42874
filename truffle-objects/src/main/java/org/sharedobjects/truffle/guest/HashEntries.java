// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.guest;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.StopIterationException;
import com.oracle.truffle.api.interop.TruffleObject;
import com.oracle.truffle.api.interop.UnknownKeyException;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.truffle.error.Guard;
import org.sharedobjects.truffle.store.DictAccess;

/**
 * The entries of a shared dict or set as interop messages, for GraalPy's storage of foreign dicts. They take the interpreter's
 * lock, which GraalPy has let go.
 */
@ExportLibrary(InteropLibrary.class)
@SuppressWarnings("static-method")
abstract class HashEntries implements TruffleObject {
    private final SharedTable table;

    HashEntries(SharedTable table) {
        this.table = table;
    }

    /** Null when there is no such key. */
    abstract @Nullable Object get(Object key);

    abstract void put(Object key, Object value);

    /** Keys and values in turn, as they are at one moment. */
    abstract Object[] items();

    @ExportMessage
    boolean hasHashEntries() {
        return true;
    }

    @ExportMessage
    @TruffleBoundary
    long getHashSize() {
        return run(() -> (long) DictAccess.size(table));
    }

    @ExportMessage
    @ExportMessage(name = "isHashEntryModifiable")
    @ExportMessage(name = "isHashEntryRemovable")
    @TruffleBoundary
    boolean isHashEntryReadable(Object key) {
        return run(() -> DictAccess.contains(table, key));
    }

    @ExportMessage
    boolean isHashEntryInsertable(Object key) {
        return !isHashEntryReadable(key);
    }

    @ExportMessage
    @TruffleBoundary
    Object readHashValue(Object key) throws UnknownKeyException {
        Object value = this.<@Nullable Object>run(() -> get(key));
        if (value == null) {
            throw UnknownKeyException.create(key);
        }
        return value;
    }

    @ExportMessage
    @TruffleBoundary
    void writeHashEntry(Object key, Object value) {
        run(() -> {
            put(key, value);
            return Boolean.TRUE;
        });
    }

    @ExportMessage
    @TruffleBoundary
    void removeHashEntry(Object key) throws UnknownKeyException {
        if (!run(() -> DictAccess.delete(table, key))) {
            throw UnknownKeyException.create(key);
        }
    }

    @ExportMessage
    @TruffleBoundary
    Object getHashEntriesIterator() {
        return run(() -> new EntriesIterator(items()));
    }

    private <T extends @Nullable Object> T run(Guard.Operation<T> operation) {
        return Locked.run(table.home(), operation);
    }

    /** Key and value of one entry after the other, as they were when the iterator was made. */
    @ExportLibrary(InteropLibrary.class)
    @SuppressWarnings("static-method")
    static final class EntriesIterator implements TruffleObject {
        private final Object[] keysAndValues;
        private int next;

        EntriesIterator(Object[] keysAndValues) {
            this.keysAndValues = keysAndValues;
        }

        @ExportMessage
        boolean isIterator() {
            return true;
        }

        @ExportMessage
        boolean hasIteratorNextElement() {
            return next < keysAndValues.length;
        }

        @ExportMessage
        Object getIteratorNextElement() throws StopIterationException {
            if (next >= keysAndValues.length) {
                throw StopIterationException.create();
            }
            Entry entry = new Entry(keysAndValues[next], keysAndValues[next + 1]);
            next += 2;
            return entry;
        }
    }

    /** A pair as an array of two. */
    @ExportLibrary(InteropLibrary.class)
    @SuppressWarnings("static-method")
    record Entry(Object key, Object value) implements TruffleObject {
        @ExportMessage
        boolean hasArrayElements() {
            return true;
        }

        @ExportMessage
        long getArraySize() {
            return 2;
        }

        @ExportMessage
        boolean isArrayElementReadable(long index) {
            return index == 0 || index == 1;
        }

        @ExportMessage
        Object readArrayElement(long index) {
            return index == 0 ? key : value;
        }
    }
}
