// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.damage;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.SharedArray;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.SharedInstance;
import org.sharedobjects.heap.SharedList;
import org.sharedobjects.heap.SharedMap;
import org.sharedobjects.heap.SharedSet;
import org.sharedobjects.heap.SharedValue;
import org.sharedobjects.heap.error.HeapException;

/** Reads everything that can be reached and changes some of it; goes on after a {@link HeapException}. */
final class HeapWalk {
    private static final int MOST_STEPS = 3_000;
    private static final int MOST_EXCEPTIONS = 20;

    private final SharedHeap heap;
    private final Deque<Object> pending = new ArrayDeque<>();
    private final Set<Long> seen = new HashSet<>();
    private int steps;
    private int exceptions;
    private int digest;

    private interface Step {
        @Nullable
        Object run();
    }

    HeapWalk(SharedHeap heap) {
        this.heap = heap;
    }

    /** Something that is the same for the same content. */
    int run() {
        attempt(() -> visit(heap.root()));
        while (!pending.isEmpty() && goesOn()) {
            Object next = pending.remove();
            switch (next) {
                case SharedMap map -> walk(map);
                case SharedList list -> walk(list);
                case SharedSet set -> walk(set);
                case SharedArray array -> walk(array);
                case SharedInstance instance -> walk(instance);
                case SharedValue value -> attempt(() -> visitAll(value.content()));
                case Iterable<?> values -> attempt(() -> visitAll(values));
                default -> throw new AssertionError(next.getClass());
            }
        }
        attempt(this::change);
        return 31 * digest + exceptions;
    }

    private boolean goesOn() {
        return steps < MOST_STEPS && exceptions < MOST_EXCEPTIONS;
    }

    private void attempt(Step step) {
        steps++;
        try {
            step.run();
        } catch (HeapException | IndexOutOfBoundsException expected) {
            exceptions++;
        }
    }

    private @Nullable Object visit(@Nullable Object value) {
        Long ref = refOf(value);
        if (value != null && ref != null) {
            if (seen.add(ref)) {
                pending.add(value);
            }
        } else if (value instanceof SharedValue || (value instanceof Iterable<?> && !(value instanceof Path))) {
            pending.add(value);
        } else {
            digest = 31 * digest + (value instanceof byte[] bytes ? Arrays.hashCode(bytes) : Objects.hashCode(value));
        }
        steps++;
        return value;
    }

    private @Nullable Object visitAll(Iterable<?> values) {
        for (Object value : values) {
            visit(value);
            if (!goesOn()) {
                break;
            }
        }
        return null;
    }

    private static @Nullable Long refOf(@Nullable Object value) {
        return switch (value) {
            case SharedMap map -> map.ref();
            case SharedList list -> list.ref();
            case SharedSet set -> set.ref();
            case SharedArray array -> array.ref();
            case SharedInstance instance -> instance.ref();
            case null, default -> null;
        };
    }

    private void walk(SharedMap map) {
        attempt(() -> digest += map.size());
        attempt(() -> {
            for (Map.Entry<@Nullable Object, @Nullable Object> entry : map.entrySet()) {
                visit(entry.getKey());
                visit(entry.getValue());
                attempt(() -> digest += map.containsKey(entry.getKey()) ? 1 : 0);
                if (!goesOn()) {
                    break;
                }
            }
            return null;
        });
        attempt(() -> visit(map.get("absent, but long enough")));
        attempt(() -> map.put("new key of the walk", List.of(1, "two", 3.5)));
        attempt(() -> visit(map.get("new key of the walk")));
        attempt(() -> map.remove("new key of the walk"));
    }

    private void walk(SharedList list) {
        attempt(() -> digest += list.size());
        attempt(() -> visitAll(Arrays.asList(list.toArray())));
        attempt(() -> list.isEmpty() ? null : visit(list.set(0, list.get(list.size() - 1))));
        attempt(() -> list.add("a new element of the list"));
        attempt(() -> list.isEmpty() ? null : visit(list.remove(0)));
    }

    private void walk(SharedSet set) {
        attempt(() -> digest += set.size());
        attempt(() -> visitAll(set));
        attempt(() -> digest += set.contains("absent, but long enough") ? 1 : 0);
        attempt(() -> set.add("a new element of the set"));
        attempt(() -> digest += set.contains("a new element of the set") ? 1 : 0);
        attempt(() -> set.remove("a new element of the set"));
    }

    private void walk(SharedArray array) {
        attempt(() -> digest += array.size());
        attempt(() -> digest += Arrays.hashCode(array.toBytes()));
        attempt(() -> {
            array.setBytes(0, new byte[Long.BYTES]);
            return null;
        });
        attempt(() -> array.typeCode() == 'd' ? visit(array.getDouble(1)) : visit(array.getLong(1)));
        attempt(() -> {
            if (array.typeCode() == 'd') {
                array.setDouble(1, 1.5);
            } else {
                array.setLong(1, 5);
            }
            return null;
        });
    }

    private void walk(SharedInstance instance) {
        attempt(() -> {
            for (String name : instance.names()) {
                visit(name);
                visit(instance.get(name));
            }
            return null;
        });
        attempt(() -> {
            instance.set("balance", 7);
            return null;
        });
        attempt(() -> {
            instance.set("attribute of the walk", "x");
            return null;
        });
    }

    private @Nullable Object change() {
        return heap.atomically(() -> {
            SharedMap root = heap.root();
            root.put("large", new byte[100_000]);
            root.remove("large");
            return root.put("many", List.of("one more text to store", Map.of("k", 1L << 60)));
        });
    }
}
