// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.conflict;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.sharedobjects.heap.dicttree.Parts;
import org.sharedobjects.heap.error.HeapException;
import org.sharedobjects.heap.handle.Handles;
import org.sharedobjects.heap.listtree.ListChunk;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.struct.Arrays;
import org.sharedobjects.heap.struct.ElementType;
import org.sharedobjects.heap.struct.Kind;
import org.sharedobjects.heap.struct.Shapes;
import org.sharedobjects.heap.txn.LastConflict;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.value.Cell;

/**
 * The most frequent conflicts of a heap in this process. When the table is full its rarer half is summed up by type and
 * function, so that what has become frequent lately finds room: counts are never lost. The objects and keys of its rows are
 * not released for a while. Thread-safe.
 */
public final class ConflictTable {
    static final int MOST_ROWS = 256;
    private static final int KEPT_ROWS = MOST_ROWS / 2;
    private static final int MOST_SUMS = MOST_ROWS / 4;
    /** After the last conflict about an object. */
    private static final long HOLD_NANOS = TimeUnit.MINUTES.toNanos(1);

    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Comparator<Map.Entry<Key, Held>> BY_COUNT = Map.Entry.comparingByValue(
            Comparator.comparingLong((Held held) -> held.row().count()).reversed());

    private final Memory memory;
    private final Shapes shapes;
    private final Handles handles;
    private final Map<Key, Held> rows = new HashMap<>();
    private long looked = System.nanoTime();

    private record Key(long ref, List<Object> parts, String transaction) {}

    /** Asked once for each row. */
    public interface Naming {
        String transaction();

        /** Name of the class of an instance. */
        String instanceType(long ref);
    }

    /** A row, and the handles of what it names. */
    private record Held(ConflictRow row, List<Integer> handles, long counted) {
        Held(ConflictRow row, List<Integer> handles) {
            this(row, handles, System.nanoTime());
        }

        Held plus(long more) {
            return new Held(row.plus(more), handles);
        }
    }

    public ConflictTable(Memory memory, Shapes shapes, Handles handles) {
        this.memory = memory;
        this.shapes = shapes;
        this.handles = handles;
    }

    /**
     * Counts the mutator's last conflict, before its user passes.
     *
     * @param transaction tells functions apart
     */
    public void add(Mutator mutator, String transaction, Naming naming) {
        LastConflict conflict = mutator.lastConflict();
        long ref = container(conflict.ref());
        Key key = new Key(ref, touched(conflict, ref), transaction);
        // The heap is looked at before the monitor is taken: nobody waits for who stands still there.
        if (!countAgain(key)) {
            String name = naming.transaction();
            add(key, new ConflictRow(ref, type(ref, naming), key.parts, name, 1));
        }
    }

    private void add(Key key, ConflictRow row) {
        Held held;
        try {
            held = new Held(row, hold(row));
        } catch (HeapException noRoom) {
            addNew(new Key(LastConflict.UNKNOWN, List.of(), key.transaction), nameless(row));
            return;
        }
        if (!addNew(key, held)) {
            held.handles().forEach(handles::remove);
        }
    }

    private static Held nameless(ConflictRow row) {
        ConflictRow nameless = new ConflictRow(LastConflict.UNKNOWN, "", List.of(), row.transaction(), 1);
        return new Held(nameless, List.of());
    }

    private List<Integer> hold(ConflictRow row) {
        List<Integer> held = new ArrayList<>();
        try {
            if (row.ref() != LastConflict.UNKNOWN) {
                held.add(handles.add(Cell.ofRef(row.ref())));
            }
            for (Object part : row.parts()) {
                if (part instanceof DictKey key && (Cell.isRef(key.cell()) || Cell.isImmutable(key.cell()))) {
                    held.add(handles.add(key.cell()));
                }
            }
            return held;
        } catch (HeapException e) {
            held.forEach(handles::remove);
            throw e;
        }
    }

    /** The object that programs know: of a chunk that of which it is a part. */
    private long container(long ref) {
        try {
            if (ref == LastConflict.UNKNOWN) {
                return ref;
            }
            return Kind.of(memory, ref) == Kind.LIST_CHUNK ? ListChunk.list(memory, ref) : Parts.owner(memory, ref);
        } catch (HeapException notNow) {
            return LastConflict.UNKNOWN;
        }
    }

    /** The transaction will run again anyhow, so what is in the way of naming it only costs the name. */
    private List<Object> touched(LastConflict conflict, long ref) {
        try {
            return ref == LastConflict.UNKNOWN ? List.of() : Touched.of(memory, shapes, conflict, ref);
        } catch (HeapException notNow) {
            return List.of();
        }
    }

    private synchronized boolean countAgain(Key key) {
        return rows.computeIfPresent(key, (_, known) -> known.plus(1)) != null;
    }

    /** Whether it is a row of its own. */
    private synchronized boolean addNew(Key key, Held held) {
        if (countAgain(key)) {
            return false;
        }
        if (rows.size() == MOST_ROWS) {
            makeRoom();
        }
        rows.put(key, held);
        return true;
    }

    private String type(long ref, Naming naming) {
        if (ref == LastConflict.UNKNOWN) {
            return "";
        }
        try {
            return switch (Kind.of(memory, ref)) {
                case Kind.LIST -> "list";
                case Kind.DICT -> "dict";
                case Kind.SET -> "set";
                case Kind.COUNTER -> "counter";
                case Kind.ARRAY -> Arrays.type(memory, ref) == ElementType.BYTEARRAY ? "bytearray" : "array";
                default -> naming.instanceType(ref);
            };
        } catch (HeapException notNow) {
            return "";
        }
    }

    private void makeRoom() {
        List<Map.Entry<Key, Held>> all = new ArrayList<>(rows.entrySet());
        all.sort(BY_COUNT);
        sumUp(all.subList(KEPT_ROWS, all.size()));
    }

    /**
     * Lets the objects and keys of rows go that have not been counted for a minute, or of all: these rows are summed up. By one thread,
     * again and again.
     */
    public void letGo(boolean all) {
        long now = System.nanoTime();
        if (all || now - looked > LOOK_NANOS) {
            looked = now;
            sumUpHeld(all ? now : now - HOLD_NANOS);
        }
    }

    private synchronized void sumUpHeld(long until) {
        sumUp(rows.entrySet().stream()
                .filter(entry -> !entry.getValue().handles().isEmpty()
                        && entry.getValue().counted() - until <= 0)
                .sorted(BY_COUNT)
                .toList());
    }

    private void sumUp(List<Map.Entry<Key, Held>> some) {
        List<Held> summed = some.stream().map(Map.Entry::getValue).toList();
        some.stream().map(Map.Entry::getKey).toList().forEach(rows::remove);
        int sums = 0;
        for (Held held : summed) {
            held.handles().forEach(handles::remove);
            ConflictRow row = held.row();
            boolean named = sums < MOST_SUMS;
            sums += sumUp(named ? row.type() : "", named ? row.transaction() : "", row.count()) ? 1 : 0;
        }
    }

    /** Whether that takes a row of its own. */
    private boolean sumUp(String type, String transaction, long count) {
        // Objects that are not known have no parts, so this key is no other row's.
        Key key = new Key(LastConflict.UNKNOWN, List.of(type), transaction);
        Held sum = rows.get(key);
        ConflictRow first = new ConflictRow(LastConflict.UNKNOWN, type, List.of(), transaction, count);
        rows.put(key, sum == null ? new Held(first, List.of()) : sum.plus(count));
        return sum == null;
    }

    /** The most frequent first. What they name is held by the caller's operation, should a row be given up meanwhile. */
    public synchronized List<ConflictRow> rows() {
        return rows.entrySet().stream()
                .sorted(BY_COUNT)
                .map(entry -> entry.getValue().row())
                .toList();
    }

    public synchronized void clear() {
        rows.values().forEach(held -> held.handles().forEach(handles::remove));
        rows.clear();
    }
}
