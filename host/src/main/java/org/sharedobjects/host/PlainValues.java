// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.SharedList;

/** Results of Python code as Java values that are bound to no interpreter: copies, and views of shared objects. */
final class PlainValues {

    private static final int DEEPEST = 500;

    private final Value python;
    private final SharedHeap heap;

    PlainValues(Value python, SharedHeap heap) {
        this.python = python;
        this.heap = heap;
    }

    /** @throws PythonException a TypeError, when Java has nothing for the value */
    @Nullable
    Object plain(Value value) {
        return plain(value, 0);
    }

    private @Nullable Object plain(Value value, int depth) {
        if (depth > DEEPEST) {
            throw refusal("ValueError", "the result is nested too deeply");
        }
        String kind = python.invokeMember("kind", value).asString();
        return switch (kind) {
            case "" -> null;
            case "bool" -> value.asBoolean();
            case "int" -> value.fitsInLong() ? (Object) value.asLong() : value.asBigInteger();
            case "float" -> value.asDouble();
            case "str" -> value.asString();
            case "bytes" -> bytes(value);
            case "list" -> list(value, depth);
            case "tuple" -> Collections.unmodifiableList(list(value, depth));
            case "dict" -> map(value, depth);
            case "set" -> set(value, depth);
            case "shared" -> view(value);
            case "by value" -> ((SharedList) view(python.invokeMember("box", value))).get(0);
            default ->
                throw refusal("TypeError", "only plain values and shared objects can be given to Java, not " + kind);
        };
    }

    /** The interpreter holds the object as long as we hold its value. */
    private Object view(Value value) {
        try {
            return heap.view(python.invokeMember("offset", value).asLong());
        } finally {
            Reference.reachabilityFence(value);
        }
    }

    private static byte[] bytes(Value value) {
        byte[] bytes = new byte[(int) value.getBufferSize()];
        value.readBuffer(0, bytes, 0, bytes.length);
        return bytes;
    }

    private List<@Nullable Object> list(Value value, int depth) {
        long size = value.getArraySize();
        List<@Nullable Object> list = new ArrayList<>((int) size);
        for (long i = 0; i < size; i++) {
            list.add(plain(value.getArrayElement(i), depth + 1));
        }
        return list;
    }

    private Map<@Nullable Object, @Nullable Object> map(Value value, int depth) {
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        Value entries = value.getHashEntriesIterator();
        while (entries.hasIteratorNextElement()) {
            Value entry = entries.getIteratorNextElement();
            map.put(plain(entry.getArrayElement(0), depth + 1), plain(entry.getArrayElement(1), depth + 1));
        }
        return map;
    }

    private Set<@Nullable Object> set(Value value, int depth) {
        Set<@Nullable Object> set = new LinkedHashSet<>();
        Value elements = value.getIterator();
        while (elements.hasIteratorNextElement()) {
            set.add(plain(elements.getIteratorNextElement(), depth + 1));
        }
        return set;
    }

    private static PythonException refusal(String type, String message) {
        return new PythonException(type, message, type + ": " + message, null);
    }
}
