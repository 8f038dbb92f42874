// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.guest;

import com.oracle.graal.python.runtime.GilNode;
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

/** The entries of a shared dict as interop messages; they take the interpreter's lock, which GraalPy has let go. */
@ExportLibrary(InteropLibrary.class)
@SuppressWarnings({"static-method", "try", "unused"})
public final class DictEntries implements TruffleObject {
    private final SharedDict dict;

    DictEntries(SharedDict dict) {
        this.dict = dict;
    }

    @ExportMessage
    boolean hasHashEntries() {
        return true;
    }

    @ExportMessage
    @TruffleBoundary
    long getHashSize() {
        return run(() -> DictAccess.size(dict));
    }

    @ExportMessage
    @ExportMessage(name = "isHashEntryModifiable")
    @ExportMessage(name = "isHashEntryRemovable")
    @TruffleBoundary
    boolean isHashEntryReadable(Object key) {
        return run(() -> DictAccess.contains(dict, key));
    }

    @ExportMessage
    boolean isHashEntryInsertable(Object key) {
        return !isHashEntryReadable(key);
    }

    @ExportMessage
    @TruffleBoundary
    Object readHashValue(Object key) throws UnknownKeyException {
        Object value = run(() -> DictAccess.get(dict, key));
        if (value == null) {
            throw UnknownKeyException.create(key);
        }
        return value;
    }

    @ExportMessage
    @TruffleBoundary
    void writeHashEntry(Object key, Object value) {
        run(() -> {
            DictAccess.put(dict, key, value);
            return null;
        });
    }

    @ExportMessage
    @TruffleBoundary
    void removeHashEntry(Object key) throws UnknownKeyException {
        if (run(() -> DictAccess.remove(dict, key)) == null) {
            throw UnknownKeyException.create(key);
        }
    }

    @ExportMessage
    @TruffleBoundary
    Object getHashEntriesIterator() {
        return run(() -> new EntriesIterator(DictAccess.items(dict)));
    }

    private <T extends @Nullable Object> T run(Guard.Operation<T> operation) {
        try (var gil = GilNode.uncachedAcquire()) {
            return Guard.run(null, dict.home, operation);
        }
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
