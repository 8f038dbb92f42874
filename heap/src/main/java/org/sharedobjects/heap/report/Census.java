// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sharedobjects.heap.layout.Geometry;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.Segment;
import org.sharedobjects.heap.process.ProcessTable;
import org.sharedobjects.heap.read.Body;
import org.sharedobjects.heap.read.HeapWalk;
import org.sharedobjects.heap.struct.Registry;
import org.sharedobjects.heap.value.Cell;

/**
 * What is reached in a heap, by class: from the root, then by handles, then from what belongs to the implementation, which is
 * one class. Each block counts once, for what it was reached by first; the chunks of a large container count for it.
 *
 * @param classes the one with the most bytes first
 * @param unreadable objects left out, since they were locked or changed all the time, or are damaged
 */
public record Census(List<ClassRow> classes, long unreadable) {
    /** Class of all that belongs to the implementation: class definitions, names of attributes. */
    public static final String SYSTEM = "(system)";

    /**
     * The objects of one class, or the values of one kind.
     *
     * @param name {@code list}, {@code dict}, {@code set}, {@code array}, {@code str} …, or the key of a shared class
     * @param kind the same, but {@code instance} for all shared classes
     * @param bytes of their blocks, rounded up as blocks are
     */
    public record ClassRow(String name, String kind, long objects, long bytes) {
        ClassRow plus(long moreObjects, long moreBytes) {
            return new ClassRow(name, kind, objects + moreObjects, bytes + moreBytes);
        }
    }

    public Census {
        classes = List.copyOf(classes);
    }

    /** Looks at everything in use once. */
    public static Census take(Segment segment, ProcessTable processes, Registry registry) {
        Walk walk = new Walk(segment, new TypeNames(segment.memory(), registry));
        walk.from(Cell.ofRef(segment.memory().getAcquire(Superblock.ROOT)), Cell.EMPTY, Walk.NOBODY);
        HandleScan handles = new HandleScan(segment, processes);
        Geometry geometry = segment.geometry();
        for (int number = 0; number < geometry.processCount(); number++) {
            handles.each(number, cell -> walk.from(cell, Cell.EMPTY, Walk.NOBODY));
        }
        walk.countAsSystem();
        walk.from(Cell.ofRef(segment.memory().getAcquire(Superblock.SYSTEM)), Cell.EMPTY, Walk.NOBODY);
        return walk.census();
    }

    /** As {@link #classes}, with all shared classes together. */
    public List<ClassRow> kinds() {
        Map<String, ClassRow> kinds = new LinkedHashMap<>();
        for (ClassRow row : classes) {
            ClassRow before = kinds.getOrDefault(row.kind(), new ClassRow(row.kind(), row.kind(), 0, 0));
            kinds.put(row.kind(), before.plus(row.objects(), row.bytes()));
        }
        return sorted(kinds.values().stream().toList());
    }

    public long objects() {
        return classes.stream().mapToLong(ClassRow::objects).sum();
    }

    public long bytes() {
        return classes.stream().mapToLong(ClassRow::bytes).sum();
    }

    private static List<ClassRow> sorted(List<ClassRow> rows) {
        List<ClassRow> sorted = new ArrayList<>(rows);
        sorted.sort(Comparator.comparingLong(ClassRow::bytes).reversed().thenComparing(ClassRow::name));
        return sorted;
    }

    /** The context is the row of what refers to something, for the parts of it. */
    private static final class Walk extends HeapWalk {
        static final long NOBODY = 0;

        private final TypeNames names;
        private final Map<String, Integer> numbers = new LinkedHashMap<>();
        private final List<ClassRow> rows = new ArrayList<>();
        private boolean system;

        Walk(Segment segment, TypeNames names) {
            super(segment);
            this.names = names;
        }

        void countAsSystem() {
            system = true;
        }

        @Override
        protected long object(long cell, Body body, long bytes, long context, boolean part) {
            return part ? add((int) context, 0, bytes) : add(row(names.ofObject(body), names.kind(body)), 1, bytes);
        }

        @Override
        protected long value(long cell, long bytes, long context, boolean part) {
            String name = names.ofValue(cell);
            return part ? add((int) context, 0, bytes) : add(row(name, name), 1, bytes);
        }

        private long add(int row, long objects, long bytes) {
            rows.set(row, rows.get(row).plus(objects, bytes));
            return row;
        }

        private int row(String name, String kind) {
            return system ? number(SYSTEM, SYSTEM) : number(name, kind);
        }

        private int number(String name, String kind) {
            Integer known = numbers.get(name);
            if (known != null) {
                return known;
            }
            numbers.put(name, rows.size());
            rows.add(new ClassRow(name, kind, 0, 0));
            return rows.size() - 1;
        }

        Census census() {
            return new Census(sorted(rows), problems());
        }
    }
}
