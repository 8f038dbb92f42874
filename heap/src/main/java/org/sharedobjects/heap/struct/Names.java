// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.error.HeapLimitException;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.Texts;

/** Names with numbers, the same in every process; thread-safe. A number once given never changes. */
sealed class Names permits Symbols, Classes {
    private final InternTable table;
    private final int most;
    private final Map<String, Integer> idByName = new ConcurrentHashMap<>();
    private final Map<Integer, String> nameById = new ConcurrentHashMap<>();
    private final Map<Integer, Long> cellById = new ConcurrentHashMap<>();

    Names(InternTable table, int most) {
        this.table = table;
        this.most = most;
    }

    /**
     * Number of the name, given now if it has none.
     *
     * @throws HeapLimitException when there are too many
     */
    public final int id(String name) {
        Integer known = idByName.get(name);
        return known != null ? known : give(name);
    }

    private int give(String name) {
        int id = table.intern(Texts.of(table.allocator(), name), most);
        if (id == InternTable.ABSENT) {
            throw new HeapLimitException("too many names of classes or attributes: limit=" + most);
        }
        return remember(name, id);
    }

    /** The text cell of a name that this process has met as one with a number; {@link Cell#EMPTY} for others. */
    final long knownCell(String name) {
        Integer known = idByName.get(name);
        return known == null ? Cell.EMPTY : cell(known);
    }

    /** Number of the name, or -1 when it never got one. */
    public final int find(String name) {
        Integer known = idByName.get(name);
        if (known != null) {
            return known;
        }
        Memory memory = table.allocator().memory();
        int id = table.find(Cell.EMPTY, Texts.hash(name), candidate -> Texts.equal(memory, candidate, name));
        return id == InternTable.ABSENT ? id : remember(name, id);
    }

    public final String name(int id) {
        String known = nameById.get(id);
        if (known != null) {
            return known;
        }
        String name = Texts.toString(table.allocator().memory(), cell(id));
        remember(name, id);
        return name;
    }

    /** The text cell of a name: the same one for everybody. */
    public final long cell(int id) {
        Long known = cellById.get(id);
        if (known != null) {
            return known;
        }
        long cell = table.cell(id);
        if (!Texts.isText(table.allocator().memory(), cell)) {
            throw new HeapCorruptException("a name in a registry of the heap is no text: number=" + id);
        }
        cellById.put(id, cell);
        return cell;
    }

    private int remember(String name, int id) {
        idByName.put(name, id);
        nameById.put(id, name);
        return id;
    }
}
