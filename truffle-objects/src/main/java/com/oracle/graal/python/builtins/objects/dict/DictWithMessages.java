// SPDX-License-Identifier: Apache-2.0
package com.oracle.graal.python.builtins.objects.dict;

import com.oracle.truffle.api.interop.InteropLibrary;
import com.oracle.truffle.api.interop.UnknownIdentifierException;
import com.oracle.truffle.api.interop.UnknownKeyException;
import com.oracle.truffle.api.library.ExportLibrary;
import com.oracle.truffle.api.library.ExportMessage;
import com.oracle.truffle.api.object.Shape;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * A dict with messages of its own for other languages: a map, whose keys that are str are the members, and the only ones. It is
 * in this package since {@link PDict} exports its messages by methods that are seen here only.
 */
@NullMarked
@ExportLibrary(InteropLibrary.class)
@SuppressWarnings("static-method")
public abstract class DictWithMessages extends PDict {
    protected DictWithMessages(Object pythonClass, Shape shape) {
        super(pythonClass, shape);
    }

    /** Keys come as another language has them; null when there is no such key. */
    protected abstract @Nullable Object find(Object key);

    protected abstract boolean has(Object key);

    protected abstract void store(Object key, Object value);

    /** Whether there was such a key. */
    protected abstract boolean drop(Object key);

    /** An array, for other languages, of the keys that are str. */
    protected abstract Object names();

    protected abstract long count();

    /** An iterator of Python over what this method of dicts gives. */
    protected abstract Object iterator(String method);

    @ExportMessage
    boolean hasHashEntries() {
        return true;
    }

    @ExportMessage
    long getHashSize() {
        return count();
    }

    @ExportMessage
    Object getHashEntriesIterator() {
        return iterator("items");
    }

    @ExportMessage
    Object getHashKeysIterator() {
        return iterator("keys");
    }

    @ExportMessage
    Object getHashValuesIterator() {
        return iterator("values");
    }

    @ExportMessage
    @ExportMessage(name = "isHashEntryModifiable")
    @ExportMessage(name = "isHashEntryRemovable")
    boolean isHashEntryReadable(Object key) {
        return has(key);
    }

    @ExportMessage
    boolean isHashEntryInsertable(Object key) {
        return !has(key);
    }

    @ExportMessage
    Object readHashValue(Object key) throws UnknownKeyException {
        Object value = find(key);
        if (value == null) {
            throw UnknownKeyException.create(key);
        }
        return value;
    }

    @ExportMessage
    void writeHashEntry(Object key, Object value) {
        store(key, value);
    }

    @ExportMessage
    void removeHashEntry(Object key) throws UnknownKeyException {
        if (!drop(key)) {
            throw UnknownKeyException.create(key);
        }
    }

    @ExportMessage
    Object getMembers(boolean includeInternal) {
        return names();
    }

    @ExportMessage
    @ExportMessage(name = "isMemberModifiable")
    @ExportMessage(name = "isMemberRemovable")
    boolean isMemberReadable(String name) {
        return has(name);
    }

    @ExportMessage
    boolean isMemberInsertable(String name) {
        return !has(name);
    }

    /** So that {@code d.get(k)} calls the method of maps also when there is a key {@code get}. */
    @ExportMessage
    @ExportMessage(name = "hasMemberReadSideEffects")
    @ExportMessage(name = "hasMemberWriteSideEffects")
    boolean isMemberInvocable(String name) {
        return false;
    }

    @ExportMessage
    Object readMember(String name) throws UnknownIdentifierException {
        Object value = find(name);
        if (value == null) {
            throw UnknownIdentifierException.create(name);
        }
        return value;
    }

    @ExportMessage
    void writeMember(String name, Object value) {
        store(name, value);
    }

    @ExportMessage
    void removeMember(String name) throws UnknownIdentifierException {
        if (!drop(name)) {
            throw UnknownIdentifierException.create(name);
        }
    }

    @ExportMessage
    Object invokeMember(String name, Object[] arguments) throws UnknownIdentifierException {
        throw UnknownIdentifierException.create(name);
    }
}
