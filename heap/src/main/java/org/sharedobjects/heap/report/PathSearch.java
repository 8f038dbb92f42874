// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.Segment;
import org.sharedobjects.heap.process.ProcessTable;
import org.sharedobjects.heap.read.Body;
import org.sharedobjects.heap.read.HeapWalk;
import org.sharedobjects.heap.read.References;
import org.sharedobjects.heap.struct.Kind;
import org.sharedobjects.heap.struct.Registry;
import org.sharedobjects.heap.value.ByValues;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.Immutables;

/**
 * Looks from the root for the ways to objects, the shortest first; where there is none, or not to all of a class, from what belongs to
 * the implementation, and from the handles of processes.
 *
 * <p>The context of what is visited is its own cell; that of the parts of a container is the container's.
 */
public final class PathSearch extends HeapWalk {
    private static final long ROOT = Cell.ofInt(-1);
    private static final long SYSTEM = Cell.ofInt(-2);

    private final Segment segment;
    private final ProcessTable processes;
    private final TypeNames names;
    private final ValueText texts;
    private final int limit;
    private final Links links = new Links();
    private final List<AccessPath> paths = new ArrayList<>();
    /** By what belongs to the implementation: told when there is room left. */
    private final List<AccessPath> ofSystem = new ArrayList<>();

    private boolean inSystem;
    private final Set<Found> found = new HashSet<>();
    private LongPredicate isTarget = cell -> false;
    private String className = "";

    /** Where something that was looked for is. */
    private record Found(long cell, long from, long step) {}

    private PathSearch(Segment segment, ProcessTable processes, Registry registry, int limit) {
        super(segment);
        this.segment = segment;
        this.processes = processes;
        this.names = new TypeNames(segment.memory(), registry);
        this.texts = new ValueText(segment.memory());
        this.limit = limit;
    }

    /** Ways to one object, none of them through itself: as many as there are and are asked for. */
    public static List<AccessPath> to(Segment segment, ProcessTable processes, Registry registry, long ref, int limit) {
        PathSearch search = new PathSearch(segment, processes, registry, limit);
        long target = Cell.ofRef(ref);
        search.isTarget = cell -> cell == target;
        return search.run();
    }

    /**
     * One way to each of some objects of a class, or of {@code list}, {@code dict}, {@code set}, {@code array}, {@code bytearray} or
     * {@code counter}; to values with a block of their own, as {@code str}, each way. The module may be left out.
     */
    public static List<AccessPath> toClass(
            Segment segment, ProcessTable processes, Registry registry, String className, int limit) {
        PathSearch search = new PathSearch(segment, processes, registry, limit);
        search.className = className;
        return search.run();
    }

    /** One object that is reached from the root needs no other reason; of a class others may be held by something else. */
    private List<AccessPath> run() {
        boolean ofClass = !className.isEmpty();
        from(Cell.ofRef(memory().getAcquire(Superblock.ROOT)), Cell.EMPTY, ROOT);
        if (ofClass ? !isDone() : paths.isEmpty()) {
            fromSystem();
        }
        if (ofClass ? !isDone() : paths.isEmpty() && ofSystem.isEmpty()) {
            fromHandles();
        }
        ofSystem.stream().limit(limit - paths.size()).forEach(paths::add);
        return paths;
    }

    /** All of it, so that nothing of it counts as held by handles. */
    private void fromSystem() {
        inSystem = true;
        from(Cell.ofRef(memory().getAcquire(Superblock.SYSTEM)), Cell.EMPTY, SYSTEM);
        inSystem = false;
    }

    private void fromHandles() {
        HandleScan handles = new HandleScan(segment, processes);
        for (int number = 0; number < segment.geometry().processCount() && !isDone(); number++) {
            long origin = Cell.ofInt(number);
            handles.each(number, cell -> from(cell, Cell.EMPTY, origin));
        }
    }

    @Override
    protected boolean isDone() {
        return !inSystem && paths.size() >= limit;
    }

    @Override
    protected boolean follows(long cell, long step, long context) {
        if (isTarget.test(cell)) {
            add(cell, context, step);
            return false;
        }
        if (Cell.isImmutable(cell) && isWanted(() -> names.ofValue(cell))) {
            add(cell, context, step);
        }
        boolean leads = Cell.isRef(cell) || isSequence(cell);
        if (leads) {
            links.putIfAbsent(cell, context, step);
        }
        return leads;
    }

    private boolean isSequence(long cell) {
        return Immutables.cells(memory().getGuess(Cell.offset(cell))) > 0;
    }

    /** What was changed while it was looked at is looked at again. */
    private void add(long cell, long from, long step) {
        List<AccessPath> known = inSystem ? ofSystem : paths;
        if (known.size() < limit && found.add(new Found(cell, from, step))) {
            known.add(path(from, step));
        }
    }

    @Override
    protected long object(long cell, Body body, long bytes, long context, boolean part) {
        if (part) {
            return context;
        }
        if (isWanted(() -> names.ofObject(body))) {
            add(cell, links.from(cell), links.step(cell));
        }
        return cell;
    }

    private boolean isWanted(Supplier<String> name) {
        if (className.isEmpty()) {
            return false;
        }
        String known = name.get();
        return known.equals(className) || known.endsWith("." + className);
    }

    @Override
    protected long value(long cell, long bytes, long context, boolean part) {
        return part ? context : cell;
    }

    /** The links lead to what was reached earlier, so there is an end. */
    private AccessPath path(long from, long step) {
        List<Long> cells = new ArrayList<>();
        List<Long> steps = new ArrayList<>(List.of(step));
        long origin = from;
        while (!Cell.isInt(origin)) {
            cells.add(origin);
            steps.add(links.step(origin));
            origin = links.from(origin);
        }
        StringBuilder text = new StringBuilder(begin(origin));
        for (int i = cells.size() - 1; i >= 0; i--) {
            boolean dictMode = i + 1 < cells.size() && isDictMode(cells.get(i + 1), steps.get(i + 1));
            append(text, cells.get(i), steps.get(i), dictMode);
        }
        return new AccessPath(text.toString(), pid(origin));
    }

    private String begin(long origin) {
        if (origin == ROOT) {
            return "root";
        }
        return origin == SYSTEM ? "system" : "<process " + pid(origin) + ">";
    }

    private long pid(long origin) {
        return Cell.asInt(origin) < 0 ? 0 : processes.pid(processes.living((int) Cell.asInt(origin)));
    }

    /** Whether an instance keeps its attributes in the dict to which this step leads. */
    private boolean isDictMode(long cell, long step) {
        return kind(cell) == Kind.RECORD && names.isDictMode(References.shapeOf(step));
    }

    private void append(StringBuilder text, long cell, long step, boolean dictMode) {
        int kind = kind(cell);
        if (kind == Kind.RECORD) {
            int shape = References.shapeOf(step);
            text.append(names.isDictMode(shape) ? "" : "." + names.attribute(shape, References.placeOf(step)));
        } else if (dictMode) {
            text.append('.').append(texts.name(step));
        } else if (kind == Kind.DICT && step == References.KEY) {
            text.insert(0, "(key of ").append(')');
        } else if (kind == 0 && ByValues.isByValue(memory(), cell)) {
            return;
        } else if (kind == Kind.SET || (kind == 0 && names.ofValue(cell).equals("frozenset"))) {
            text.insert(0, "(element of ").append(')');
        } else {
            text.append('[')
                    .append(kind == Kind.DICT ? texts.of(step) : Cell.asInt(step))
                    .append(']');
        }
    }
}
