// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.SharedHeap;

/**
 * How a host tells a new interpreter what it belongs to: register under an id, then create the context with the option
 * {@code shared_objects.Interpreter=<id>}.
 */
public final class Interpreters {
    private static final Map<String, Entry> ENTRIES = new ConcurrentHashMap<>();

    private Interpreters() {}

    /** An interpreter's heap and host. */
    public record Entry(SharedHeap heap, InterpreterServices services) {}

    public static void register(String id, SharedHeap heap, InterpreterServices services) {
        ENTRIES.put(id, new Entry(heap, services));
    }

    public static void unregister(String id) {
        ENTRIES.remove(id);
    }

    static @Nullable Entry find(String id) {
        return ENTRIES.get(id);
    }
}
