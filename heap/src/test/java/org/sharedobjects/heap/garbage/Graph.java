// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.garbage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.SharedList;
import org.sharedobjects.heap.SharedMap;

/**
 * Objects whose every part says to which of them it belongs, kept in a shared list, and random things to do with them. A part
 * that was released too early, and used for something else, gives itself away.
 */
final class Graph {
    private static final int NODES = 64;
    private static final int HELD = 16;
    private static final int DAWDLE = 12;

    private final SharedHeap heap;
    private final RandomGenerator random;
    private final SharedList places;
    private final @Nullable SharedList[] held = new @Nullable SharedList[HELD];
    private long next;

    /** @param first number of the first object that this user makes; others use other numbers */
    Graph(SharedHeap heap, RandomGenerator random, long first) {
        this.heap = heap;
        this.random = random;
        this.next = first;
        this.places = places(heap);
    }

    private static SharedList places(SharedHeap heap) {
        return heap.atomically(() -> {
            if (!heap.root().containsKey("places")) {
                List<@Nullable Object> empty = new ArrayList<>();
                for (int i = 0; i < NODES; i++) {
                    empty.add(null);
                }
                heap.root().put("places", empty);
            }
            return (SharedList) heap.root().get("places");
        });
    }

    /** One random step. */
    void step() {
        int place = random.nextInt(NODES);
        int other = random.nextInt(NODES);
        int hand = random.nextInt(HELD);
        switch (random.nextInt(12_000) == 0 ? DAWDLE : random.nextInt(DAWDLE)) {
            case 0, 1, 2 -> places.set(place, node(next++));
            case 3 -> places.set(place, null);
            case 4 -> held[hand] = check(places.get(place));
            case 5 -> places.set(place, check(held[hand]));
            case 6 -> exchange(place, other);
            case 7 -> check(places.get(place));
            case 8 -> tieKnot(place);
            case 9 -> held[hand] = move(place, other);
            case 10 -> grow(check(places.get(place)));
            case DAWDLE -> dawdle(place, other);
            default -> check(held[hand]);
        }
    }

    /** So many random steps. */
    void steps(int count) {
        for (int i = 0; i < count; i++) {
            step();
        }
    }

    /** Looks at everything in all places and hands. */
    void checkAll() {
        for (int place = 0; place < NODES; place++) {
            check(places.get(place));
        }
        for (SharedList node : held) {
            check(node);
        }
    }

    /** Forgets what it has in its hands. */
    void letGo() {
        checkAll();
        java.util.Arrays.fill(held, null);
    }

    private static List<@Nullable Object> node(long number) {
        Map<Object, Object> fields = new HashMap<>();
        fields.put("number " + number, number);
        fields.put("half", number / 2.0);
        List<@Nullable Object> inner = new ArrayList<>(List.of(text(number), number + (1L << 60)));
        List<@Nullable Object> node = new ArrayList<>(List.of(number, text(number), fields, inner));
        node.add(null);
        return node;
    }

    private static String text(long number) {
        return "this is the text of node " + number + " and of no other";
    }

    private void exchange(int place, int other) {
        heap.atomically(() -> {
            Object one = places.get(place);
            Object two = places.get(other);
            places.set(place, check(two));
            places.set(other, check(one));
        });
    }

    private @Nullable SharedList move(int from, int to) {
        return heap.atomically(() -> {
            SharedList node = check(places.get(from));
            places.set(from, null);
            places.set(to, node);
            return node;
        });
    }

    /** Lets two nodes refer to each other, so that they are garbage only together. */
    private void tieKnot(int place) {
        heap.atomically(() -> {
            SharedList node = check(places.get(place));
            if (node != null) {
                SharedList friend = check(places.get((place + 1) % NODES));
                node.set(4, friend);
                if (friend != null) {
                    friend.set(4, node);
                }
            }
        });
    }

    private void grow(@Nullable SharedList node) {
        if (node != null && node.size() < 700) {
            appendTo(node);
            if (random.nextInt(50) == 0) {
                heap.atomically(() -> {
                    for (int i = 0; i < 300; i++) {
                        node.add(number(node));
                    }
                });
            }
        }
    }

    /** A transaction during which others collect, while nothing but itself knows what it has made and seen. */
    private void dawdle(int place, int other) {
        heap.atomically(() -> {
            places.set(place, node(next++));
            pause();
            for (int i = 0; i < 200; i++) {
                appendTo(check(places.get(place)));
            }
            pause();
            places.set(other, check(places.get(place)));
            places.set(place, node(next++));
            pause();
            check(places.get(place));
            check(places.get(other));
        });
    }

    private static void pause() {
        try {
            Thread.sleep(30);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void appendTo(@Nullable SharedList node) {
        if (node != null) {
            node.addAll(List.of(text(number(node)), number(node)));
        }
    }

    private static long number(SharedList node) {
        return (long) assertInstanceOf(Long.class, node.get(0));
    }

    private static @Nullable SharedList check(@Nullable Object object) {
        if (object == null) {
            return null;
        }
        SharedList node = assertInstanceOf(SharedList.class, object);
        long number = number(node);
        assertEquals(text(number), node.get(1));
        SharedMap fields = assertInstanceOf(SharedMap.class, node.get(2));
        assertEquals(number, fields.get("number " + number));
        assertEquals(number / 2.0, fields.get("half"));
        SharedList inner = assertInstanceOf(SharedList.class, node.get(3));
        assertEquals(text(number), inner.get(0));
        assertEquals(number + (1L << 60), inner.get(1));
        Object last = node.get(node.size() - 1);
        if (last instanceof Long) {
            assertEquals(number, last);
        }
        return node;
    }
}
