// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.anomaly;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sharedobjects.heap.anomaly.Operation.Access;

/**
 * Decides whether a history is strictly serializable. A write knows the value it replaced, so the order of the writes of
 * each object is known, and the question is whether a graph has a cycle: writer before the next writer, writer before its
 * readers, readers before the next writer, and each operation before those that began after its end. The last kind goes
 * over a chain of points in time, so that the number of edges stays linear.
 */
final class History {
    private record Version(int object, long value) {}

    private final List<Operation> operations;
    private final List<List<Integer>> successors = new ArrayList<>();

    private History(List<Operation> operations) {
        this.operations = operations;
    }

    /** Empty when it is strictly serializable, else what is wrong with it. */
    static Optional<String> violation(List<Operation> operations) {
        return new History(operations).check();
    }

    private Optional<String> check() {
        for (int i = 0; i < operations.size(); i++) {
            successors.add(new ArrayList<>());
        }
        Optional<String> impossible = addDataEdges();
        if (impossible.isPresent()) {
            return impossible;
        }
        addTimeEdges();
        return cycle();
    }

    private Optional<String> addDataEdges() {
        Map<Version, Integer> writer = new HashMap<>();
        Map<Version, Integer> nextWriter = new HashMap<>();
        for (int i = 0; i < operations.size(); i++) {
            for (Access access : operations.get(i).accesses()) {
                if (access.writes()) {
                    writer.put(new Version(access.object(), access.left()), i);
                    Integer other = nextWriter.put(new Version(access.object(), access.found()), i);
                    if (other != null) {
                        return Optional.of("lost update: " + operations.get(other) + " and " + operations.get(i));
                    }
                }
            }
        }
        for (int i = 0; i < operations.size(); i++) {
            for (Access access : operations.get(i).accesses()) {
                Version found = new Version(access.object(), access.found());
                Integer from = writer.get(found);
                if (from == null && access.found() != 0) {
                    return Optional.of("value that nobody committed: " + operations.get(i));
                }
                if (from != null) {
                    addEdge(from, i);
                }
                Integer next = nextWriter.get(found);
                if (next != null) {
                    addEdge(i, next);
                }
            }
        }
        return Optional.empty();
    }

    private void addEdge(int from, int to) {
        if (from != to) {
            successors.get(from).add(to);
        }
    }

    private record Event(long time, boolean isEnd, int operation) {}

    private void addTimeEdges() {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < operations.size(); i++) {
            events.add(new Event(operations.get(i).start(), false, i));
            events.add(new Event(operations.get(i).end(), true, i));
        }
        events.sort(Comparator.comparingLong(Event::time).thenComparing(Event::isEnd));
        int point = -1;
        for (Event event : events) {
            if (event.isEnd) {
                successors.add(new ArrayList<>());
                int next = successors.size() - 1;
                addEdge(event.operation, next);
                if (point >= 0) {
                    addEdge(point, next);
                }
                point = next;
            } else if (point >= 0) {
                addEdge(point, event.operation);
            }
        }
    }

    private Optional<String> cycle() {
        int[] before = new int[successors.size()];
        successors.forEach(all -> all.forEach(to -> before[to]++));
        ArrayDeque<Integer> free = new ArrayDeque<>();
        for (int i = 0; i < before.length; i++) {
            if (before[i] == 0) {
                free.add(i);
            }
        }
        int sorted = 0;
        while (!free.isEmpty()) {
            sorted++;
            for (int to : successors.get(free.remove())) {
                if (--before[to] == 0) {
                    free.add(to);
                }
            }
        }
        if (sorted == before.length) {
            return Optional.empty();
        }
        List<Operation> left = new ArrayList<>();
        for (int i = 0; i < operations.size(); i++) {
            if (before[i] > 0) {
                left.add(operations.get(i));
            }
        }
        return Optional.of("no order explains " + left.subList(0, Math.min(left.size(), 20)));
    }
}
