// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.read;

import java.util.Arrays;
import org.sharedobjects.heap.alloc.Blocks;
import org.sharedobjects.heap.dicttree.TreeLayout;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.struct.Kind;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.Immutables;
import org.sharedobjects.heap.value.Tuples;

/** Keys and values in turn of a dict, small or large; of a damaged one what can be found. */
public final class DictContent {
    private final Memory memory;
    private final Blocks blocks;
    private final ObjectReader reader;
    private long[] cells = new long[2];
    private int count;

    private DictContent(Memory memory, Blocks blocks, ObjectReader reader) {
        this.memory = memory;
        this.blocks = blocks;
        this.reader = reader;
    }

    public static long[] of(Memory memory, Blocks blocks, ObjectReader reader, Body dict) {
        DictContent content = new DictContent(memory, blocks, reader);
        if (dict.kind() == Kind.DICT && TreeLayout.isRoot(dict.header())) {
            content.addTree(dict);
        } else if (dict.kind() == Kind.DICT) {
            content.addSmall(new DictBody(dict));
        }
        return Arrays.copyOf(content.cells, content.count);
    }

    private void addSmall(DictBody dict) {
        for (int entry = 0; dict.hasRoom() && entry < dict.used(); entry++) {
            add(dict.key(entry), dict.value(entry));
        }
    }

    private void addTree(Body root) {
        long[] parts = parts(memory, blocks, root);
        Body directory = parts.length == 0 ? Body.NONE : read(parts[TreeLayout.DIRECTORY]);
        for (int i = 0; i < Math.min(directory.isNone() ? 0 : directory.size(), directory.cells()); i++) {
            Body chunk = read(directory.cell(i));
            for (int entry = 0; entry < usedOf(chunk); entry++) {
                add(chunk.words()[TreeLayout.keyWord(entry)], chunk.words()[TreeLayout.valueWord(entry)]);
            }
        }
    }

    private Body read(long cell) {
        boolean live = Cell.isRef(cell) && blocks.bytesAt(Cell.offset(cell)) != Blocks.NONE;
        return live ? reader.read(Cell.offset(cell)) : Body.NONE;
    }

    /** Entries used of a chunk; 0 when it is none. */
    public static int usedOf(Body chunk) {
        return chunk.kind() == TreeLayout.ENTRIES
                ? Math.clamp(
                        chunk.size(), 0, Math.max(0, chunk.words().length - TreeLayout.FIRST) / TreeLayout.ENTRY_WORDS)
                : 0;
    }

    private void add(long key, long value) {
        if (key == Cell.TOMBSTONE || count * (long) Long.BYTES > memory.sizeBytes()) {
            return;
        }
        if (count == cells.length) {
            cells = Arrays.copyOf(cells, 2 * count);
        }
        cells[count++] = key;
        cells[count++] = value;
    }

    /** The parts of a tree as cells; none when it lacks them. */
    public static long[] parts(Memory memory, Blocks blocks, Body root) {
        long cell = root.cells() == 0 ? Cell.EMPTY : root.cell(0);
        boolean tuple = Cell.isImmutable(cell)
                && blocks.bytesAt(Cell.offset(cell)) >= Immutables.HEADER_BYTES + (long) TreeLayout.PARTS * Long.BYTES
                && Tuples.isTuple(memory, cell)
                && Tuples.length(memory, cell) == TreeLayout.PARTS;
        return tuple ? Tuples.toArray(memory, cell) : new long[0];
    }
}
