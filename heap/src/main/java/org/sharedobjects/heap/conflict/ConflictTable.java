// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.conflict;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sharedobjects.heap.dicttree.Parts;
import org.sharedobjects.heap.error.HeapException;
import org.sharedobjects.heap.listtree.ListChunk;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.struct.Kind;
import org.sharedobjects.heap.struct.Shapes;
import org.sharedobjects.heap.txn.LastConflict;
import org.sharedobjects.heap.txn.Mutator;

/**
 * The most frequent conflicts of a heap in this process. When the table is full its rarer half is summed up by type and
 * function, so that what has become frequent lately finds room: counts are never lost. Thread-safe.
 */
public final class ConflictTable {
    static final int MOST_ROWS = 256;
    private static final int KEPT_ROWS = MOST_ROWS / 2;
    private static final int MOST_SUMS = MOST_ROWS / 4;
    private static final Comparator<Map.Entry<Key, ConflictRow>> BY_COUNT = Map.Entry.comparingByValue(
            Comparator.comparingLong(ConflictRow::count).reversed());

    private final Memory memory;
    private final Shapes shapes;
    private final Map<Key, ConflictRow> rows = new HashMap<>();

    private record Key(long ref, List<Object> parts, String transaction) {}

    /** Asked once for each row. */
    public interface Naming {
        String transaction();

        /** Name of the class of an instance. */
        String instanceType(long ref);
    }

    public ConflictTable(Memory memory, Shapes shapes) {
        this.memory = memory;
        this.shapes = shapes;
    }

    /**
     * Counts the mutator's last conflict.
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
            addRow(key, new ConflictRow(ref, type(ref, naming), key.parts, name, 1));
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

    private synchronized void addRow(Key key, ConflictRow row) {
        if (countAgain(key)) {
            return;
        }
        if (rows.size() == MOST_ROWS) {
            makeRoom();
        }
        rows.put(key, row);
    }

    private String type(long ref, Naming naming) {
        if (ref == LastConflict.UNKNOWN) {
            return "";
        }
        try {
            return switch (Kind.of(memory, ref)) {
                case Kind.LIST -> "list";
                case Kind.DICT -> "dict";
                case Kind.COUNTER -> "counter";
                default -> naming.instanceType(ref);
            };
        } catch (HeapException notNow) {
            return "";
        }
    }

    private void makeRoom() {
        List<Map.Entry<Key, ConflictRow>> all = new ArrayList<>(rows.entrySet());
        all.sort(BY_COUNT);
        rows.clear();
        int sums = 0;
        for (int i = 0; i < all.size(); i++) {
            ConflictRow row = all.get(i).getValue();
            if (i < KEPT_ROWS) {
                rows.put(all.get(i).getKey(), row);
            } else {
                boolean named = sums < MOST_SUMS;
                sums += sumUp(named ? row.type() : "", named ? row.transaction() : "", row.count()) ? 1 : 0;
            }
        }
    }

    /** Whether that takes a row of its own. */
    private boolean sumUp(String type, String transaction, long count) {
        // Objects that are not known have no parts, so this key is no other row's.
        Key key = new Key(LastConflict.UNKNOWN, List.of(type), transaction);
        ConflictRow sum = rows.get(key);
        rows.put(key, sum == null ? new ConflictRow(0, type, List.of(), transaction, count) : sum.plus(count));
        return sum == null;
    }

    /** The most frequent first. */
    public synchronized List<ConflictRow> rows() {
        return rows.entrySet().stream()
                .sorted(BY_COUNT)
                .map(Map.Entry::getValue)
                .toList();
    }

    public synchronized void clear() {
        rows.clear();
    }
}
