// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.linearizability;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.SharedInstance;
import org.sharedobjects.heap.struct.Records;

/** What is asked of an instance, or of a map in its place. An attribute that was removed keeps its place in the order. */
@Param(name = "name", gen = IntGen.class, conf = "0:4")
@Param(name = "value", gen = IntGen.class, conf = "1:4")
public abstract class InstanceOperations {
    abstract @Nullable Object valueOf(String name);

    abstract boolean has(String name);

    abstract void set(String name, long value);

    abstract boolean remove(String name);

    abstract List<String> attributes();

    public static final class OfSharedInstance extends InstanceOperations {
        private final SharedInstance instance = create(Linearizability.heap());

        private static SharedInstance create(SharedHeap heap) {
            int classId = heap.registry().classes().id("module.Class");
            return (SharedInstance)
                    heap.view(Records.create(heap.allocator(), heap.shapes().root(classId), 0));
        }

        @Override
        Object valueOf(String name) {
            return String.valueOf(instance.get(name));
        }

        @Override
        boolean has(String name) {
            return instance.has(name);
        }

        @Override
        void set(String name, long value) {
            instance.set(name, value);
        }

        @Override
        boolean remove(String name) {
            return instance.remove(name);
        }

        @Override
        List<String> attributes() {
            return instance.names();
        }
    }

    public static final class OfMap extends InstanceOperations {
        private static final long REMOVED = -1;

        private final Map<String, Long> attributes = new LinkedHashMap<>();

        @Override
        Object valueOf(String name) {
            long value = attributes.getOrDefault(name, REMOVED);
            if (value == REMOVED) {
                throw new IllegalArgumentException("no such attribute: name=" + name);
            }
            return String.valueOf(value);
        }

        @Override
        boolean has(String name) {
            return attributes.getOrDefault(name, REMOVED) != REMOVED;
        }

        @Override
        void set(String name, long value) {
            attributes.put(name, value);
        }

        @Override
        boolean remove(String name) {
            Long before = attributes.replace(name, REMOVED);
            return before != null && before != REMOVED;
        }

        @Override
        List<String> attributes() {
            return attributes.keySet().stream().filter(this::has).toList();
        }
    }

    @Operation(params = "name")
    public @Nullable Object get(int name) {
        return valueOf("a" + name);
    }

    @Operation(params = "name")
    public boolean has(int name) {
        return has("a" + name);
    }

    @Operation(params = {"name", "value"})
    public void set(int name, int value) {
        set("a" + name, (long) value);
    }

    @Operation(params = "name")
    public boolean remove(int name) {
        return remove("a" + name);
    }

    @Operation
    public String names() {
        return attributes().toString();
    }
}
