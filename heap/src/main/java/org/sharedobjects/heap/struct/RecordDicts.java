// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.chunk.Bodies;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.Immutables;
import org.sharedobjects.heap.value.ShortText;
import org.sharedobjects.heap.value.Texts;

/**
 * The rarer bodies of instances: attributes in a dict, and bodies that had to grow. The names in such a dict are texts as any
 * other, so that names at random need no numbers, and go with the instance.
 */
final class RecordDicts {
    private RecordDicts() {}

    /** Moves the attributes of an instance into a dict. */
    static void convert(Access access, Shapes shapes, Shape shape, Shape dictShape) {
        long[] cells = new long[shape.count()];
        if (!access.copy(ObjectLayout.FIRST_CELL_WORD, cells, 0, cells.length)) {
            return;
        }
        Allocator allocator = access.mutator().allocator();
        long dict = Dicts.create(allocator, cells.length + 1);
        for (int i = 0; i < cells.length; i++) {
            if (cells[i] != Cell.EMPTY) {
                long key = shapes.symbols().cell(shapes.symbols().id(shape.name(i)));
                Dicts.addFresh(allocator, dict, key, Immutables.hash(allocator.memory(), key), cells[i]);
            }
        }
        replaceBody(access, dictShape, new long[] {Cell.ofRef(dict)}, 1);
    }

    static boolean replaceBody(Access access, Shape shape, long[] cells, int capacity) {
        Allocator allocator = access.mutator().allocator();
        int room = Math.max(cells.length, capacity);
        long body = Bodies.createBody(allocator, shape.id(), Kind.RECORD, room, cells.length);
        Memory memory = allocator.memory();
        memory.copyIn(cells, 0, Bodies.at(body, ObjectLayout.FIRST_CELL_WORD), cells.length);
        memory.putPlain(Bodies.at(body, ObjectLayout.SIZE_WORD), cells.length);
        return access.replaceBody(body);
    }

    static long get(Mutator mutator, long dict, String name) {
        return Dicts.get(mutator, dict, ShortText.of(name), Texts.hash(name), equality(mutator, name));
    }

    static long remove(Mutator mutator, long dict, String name) {
        return Dicts.remove(mutator, dict, ShortText.of(name), Texts.hash(name), equality(mutator, name));
    }

    private static KeyEquality equality(Mutator mutator, String name) {
        return candidate -> Texts.equal(mutator.memory(), candidate, name);
    }

    static long put(Mutator mutator, Symbols symbols, long dict, String name, long value) {
        long known = symbols.knownCell(name);
        long key = known != Cell.EMPTY ? known : Texts.of(mutator.allocator(), name);
        return Dicts.put(mutator, dict, key, Immutables.hash(mutator.memory(), key), value, KeyEquality.IDENTITY);
    }

    static Records.Snapshot snapshot(Mutator mutator, Shape shape, long dict) {
        long[] entries = Dicts.snapshot(mutator, dict);
        String[] names = new String[entries.length / 2];
        long[] cells = new long[names.length];
        for (int i = 0; i < names.length; i++) {
            names[i] = Texts.toString(mutator.memory(), entries[2 * i]);
            cells[i] = entries[2 * i + 1];
        }
        return new Records.Snapshot(shape, names, cells);
    }

    /** Leaves out the removed attributes. */
    static Records.Snapshot present(Records.Snapshot all) {
        int count = 0;
        for (long cell : all.cells()) {
            count += cell == Cell.EMPTY ? 0 : 1;
        }
        if (count == all.cells().length) {
            return all;
        }
        String[] names = new String[count];
        long[] cells = new long[count];
        int n = 0;
        for (int i = 0; i < all.cells().length; i++) {
            if (all.cells()[i] != Cell.EMPTY) {
                names[n] = all.names()[i];
                cells[n++] = all.cells()[i];
            }
        }
        return new Records.Snapshot(all.shape(), names, cells);
    }
}
