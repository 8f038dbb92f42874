// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.check;

import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.alloc.Blocks;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.read.Body;
import org.sharedobjects.heap.read.DictContent;
import org.sharedobjects.heap.read.ObjectReader;
import org.sharedobjects.heap.read.Problems;
import org.sharedobjects.heap.struct.Registry;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.Immutables;
import org.sharedobjects.heap.value.Tuples;

/** The registries of symbols, classes and shapes. Read again when an instance has a shape that came later. */
final class TypeTables {
    private static final String[] NAMES = {"symbols", "classes", "shapes"};

    private final Memory memory;
    private final Blocks blocks;
    private final ObjectReader reader;
    private final Problems problems;
    private ShapeTree shapes = ShapeTree.EMPTY;
    private @Nullable TypeTable shapeTable;

    TypeTables(Memory memory, Blocks blocks, ObjectReader reader, Problems problems) {
        this.memory = memory;
        this.blocks = blocks;
        this.reader = reader;
        this.problems = problems;
    }

    /** Number of attributes of a shape, or -1 if there is no such shape. */
    int attributes(int shapeId) {
        if (shapes.attributes(shapeId) < 0 && shapeTable != null && shapeTable.isOutdated(reader)) {
            long mark = problems.count();
            load();
            problems.backTo(mark);
        }
        return shapes.attributes(shapeId);
    }

    boolean isDictMode(int shapeId) {
        return shapes.isDictMode(shapeId);
    }

    void check() {
        TypeTable[] tables = load();
        if (tables.length == 0) {
            problems.add("the system dict lacks the registry of types");
            return;
        }
        for (TypeTable table : tables) {
            table.checkAgreement(problems);
        }
        tables[0].checkTexts(memory, blocks, problems);
        tables[1].checkTexts(memory, blocks, problems);
    }

    /** Shapes first: whatever they refer to is there already, so it is found in the other two. */
    private TypeTable[] load() {
        long[] cells = tables();
        TypeTable[] tables = new TypeTable[cells.length / 2];
        long mark = problems.count();
        for (int i = tables.length - 1; i >= 0; i--) {
            TypeTable table = TypeTable.read(memory, reader, blocks, NAMES[i], cells[2 * i], cells[2 * i + 1]);
            problems.backTo(mark);
            if (table == null) {
                return new TypeTable[0];
            }
            tables[i] = table;
        }
        if (tables.length > 0) {
            shapeTable = tables[2];
            shapes = new ShapeTree(tables[2], tables[1].size(), tables[0].size(), problems);
        }
        return tables;
    }

    /** References to the lists and dicts, or nothing. Problems of the system dict itself are found elsewhere. */
    private long[] tables() {
        long systemRef = memory.getAcquire(Superblock.SYSTEM);
        if (blocks.bytesAt(systemRef) == Blocks.NONE) {
            return new long[0];
        }
        long mark = problems.count();
        Body body = reader.read(systemRef);
        problems.backTo(mark);
        long cell = find(DictContent.of(memory, blocks, reader, body));
        boolean tuple = Cell.isImmutable(cell)
                && blocks.bytesAt(Cell.offset(cell)) >= Immutables.HEADER_BYTES + 2L * Registry.TABLES * Long.BYTES
                && Tuples.isTuple(memory, cell)
                && Tuples.length(memory, cell) == 2 * Registry.TABLES;
        return tuple ? Tuples.toArray(memory, cell) : new long[0];
    }

    private static long find(long[] keysAndValues) {
        for (int i = 0; i < keysAndValues.length; i += 2) {
            if (keysAndValues[i] == Registry.KEY) {
                return keysAndValues[i + 1];
            }
        }
        return Cell.EMPTY;
    }
}
