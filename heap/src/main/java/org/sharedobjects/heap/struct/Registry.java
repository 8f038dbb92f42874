// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.txn.MutatorPool;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.Immutables;
import org.sharedobjects.heap.value.ShortText;
import org.sharedobjects.heap.value.Tuples;

/** The symbols, classes and shapes of a heap, which lie in the system dict under one key. */
public final class Registry {
    /** Key of the registry in the system dict. */
    public static final long KEY = ShortText.of("_types");
    /** Symbols, classes and shapes: a list and a dict of each. */
    public static final int TABLES = 3;

    private final Symbols symbols;
    private final Classes classes;
    private final Shapes shapes;

    public Registry(MutatorPool mutators, Allocator allocator, long systemRef) {
        Memory memory = allocator.memory();
        long hash = Immutables.hash(memory, KEY);
        long tables = mutators.use(mutator -> Dicts.get(mutator, systemRef, KEY, hash, KeyEquality.IDENTITY));
        if (!Tuples.isTuple(memory, tables) || Tuples.length(memory, tables) != 2 * TABLES) {
            throw new HeapCorruptException("the system dict lacks the registry of types");
        }
        symbols = new Symbols(table(mutators, allocator, tables, 0));
        classes = new Classes(table(mutators, allocator, tables, 1));
        shapes = new Shapes(table(mutators, allocator, tables, 2), symbols);
    }

    /** The system dict of a new heap. */
    public static long createSystem(Allocator allocator) {
        long[] tables = new long[2 * TABLES];
        for (int i = 0; i < tables.length; i += 2) {
            tables[i] = Cell.ofRef(InternTable.createList(allocator));
            tables[i + 1] = Cell.ofRef(InternTable.createDict(allocator));
        }
        long ref = Dicts.create(allocator, 1);
        long hash = Immutables.hash(allocator.memory(), KEY);
        Dicts.addFresh(allocator, ref, KEY, hash, Tuples.of(allocator, tables, tables.length));
        return ref;
    }

    public Symbols symbols() {
        return symbols;
    }

    public Classes classes() {
        return classes;
    }

    public Shapes shapes() {
        return shapes;
    }

    private static InternTable table(MutatorPool mutators, Allocator allocator, long tables, int number) {
        Memory memory = allocator.memory();
        long list = Cell.offset(Tuples.get(memory, tables, 2 * number));
        long dict = Cell.offset(Tuples.get(memory, tables, 2 * number + 1));
        if (Kind.of(memory, list) != Kind.LIST || Kind.of(memory, dict) != Kind.DICT) {
            throw new HeapCorruptException("the registry of types is not made of lists and dicts");
        }
        return new InternTable(mutators, allocator, list, dict);
    }
}
