// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.Size;
import org.sharedobjects.heap.memory.FaultPoints;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.struct.Dicts;
import org.sharedobjects.heap.struct.KeyEquality;
import org.sharedobjects.heap.txn.ConflictException;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.Immutables;

/** Stops a thread before each store of an operation on a large dict, while another goes on working on the same one. */
@Timeout(600)
class FrozenInALargeDictTest {
    private static final int STEP = Boolean.getBoolean("pso.long") ? 1 : 3;

    private final SharedHeap heap = SharedHeap.openPrivate(Size.mib(256));
    private final Mutator third = heap.newMutator();

    @AfterEach
    void close() {
        FaultPoints.set(null);
        third.close();
        heap.close();
    }

    enum Kind {
        OVERWRITE(400),
        INSERT(400),
        INSERT_THAT_MAKES_IT_LARGE(170),
        INSERT_THAT_SPLITS_THE_INDEX(339),
        INSERT_THAT_STARTS_A_CHUNK(338),
        REMOVE(400),
        POP(400),
        CLEAR(400),
        MOVE(400);

        private final int entries;

        Kind(int entries) {
            this.entries = entries;
        }
    }

    private static long hash(long key) {
        return Immutables.hash(Memory.none(), key);
    }

    private static long put(Mutator by, long ref, long key, long value) {
        long cell = Cell.ofInt(key);
        return Dicts.put(by, ref, cell, hash(cell), Cell.ofInt(value), KeyEquality.IDENTITY);
    }

    private static long get(Mutator by, long ref, long key) {
        long cell = Cell.ofInt(key);
        return Dicts.get(by, ref, cell, hash(cell), KeyEquality.IDENTITY);
    }

    private static long remove(Mutator by, long ref, long key) {
        long cell = Cell.ofInt(key);
        return Dicts.remove(by, ref, cell, hash(cell), KeyEquality.IDENTITY);
    }

    private static void run(Kind kind, Mutator by, long ref) {
        switch (kind) {
            case OVERWRITE -> put(by, ref, 5, -1);
            case INSERT, INSERT_THAT_MAKES_IT_LARGE, INSERT_THAT_SPLITS_THE_INDEX, INSERT_THAT_STARTS_A_CHUNK ->
                put(by, ref, 10_000, -1);
            case REMOVE -> remove(by, ref, 5);
            case POP -> Dicts.popLast(by, ref, new long[2]);
            case CLEAR -> Dicts.clear(by, ref);
            case MOVE -> moveTransactionally(by, ref);
        }
    }

    private static void moveTransactionally(Mutator by, long ref) {
        for (int attempt = 0; ; attempt++) {
            by.begin(attempt);
            try {
                remove(by, ref, 5);
                put(by, ref, 10_000, -1);
                if (by.commit()) {
                    return;
                }
            } catch (ConflictException e) {
                by.abort();
            }
        }
    }

    /** What holds as long as the operation of the other is done wholly or not at all. */
    private void workBeside(Kind kind, long ref) {
        for (int round = 0; round < 20; round++) {
            int own = 1_000 + round;
            put(third, ref, own, round);
            assertEquals(kind == Kind.CLEAR ? get(third, ref, own) : Cell.ofInt(round), get(third, ref, own));
            long seen = get(third, ref, 7);
            assertTrue(seen == Cell.ofInt(7) || kind == Kind.CLEAR);
            put(third, ref, 9, 9);
            remove(third, ref, own);
            if (kind == Kind.MOVE) {
                third.begin(0);
                boolean here = get(third, ref, 5) != Cell.EMPTY;
                boolean there = get(third, ref, 10_000) != Cell.EMPTY;
                third.commit();
                assertTrue(here != there);
            }
        }
        assertTrue(Dicts.snapshot(third, ref).length <= 2 * (kind.entries + 2));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldNotHinderOthersNorLoseAnything(Kind kind) throws Exception {
        boolean frozen = true;
        for (int stop = 0; frozen; stop += STEP) {
            long ref = Dicts.create(heap.allocator(), 0);
            for (int i = 0; i < kind.entries; i++) {
                put(third, ref, i, i);
            }
            heap.root().put("dict", heap.view(ref));
            try (Mutator own = heap.newMutator()) {
                Victim victim = new Victim(() -> run(kind, own, ref), stop);
                frozen = victim.isFrozen();
                long start = System.nanoTime();
                workBeside(kind, ref);
                long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
                assertTrue(millis < 2_000, "stopped before store %d: %d ms".formatted(stop, millis));
                victim.thaw();
                FaultPoints.set(null);
                expectDone(kind, ref);
                assertEquals(List.of(), heap.check().problems());
            }
        }
    }

    private void expectDone(Kind kind, long ref) {
        switch (kind) {
            case OVERWRITE -> assertEquals(Cell.ofInt(-1), get(third, ref, 5));
            case INSERT, INSERT_THAT_MAKES_IT_LARGE, INSERT_THAT_SPLITS_THE_INDEX, INSERT_THAT_STARTS_A_CHUNK -> {
                assertEquals(Cell.ofInt(-1), get(third, ref, 10_000));
                assertEquals(kind.entries + 1, Dicts.size(third, ref));
            }
            case REMOVE -> {
                assertEquals(Cell.EMPTY, get(third, ref, 5));
                assertEquals(kind.entries - 1, Dicts.size(third, ref));
            }
            case POP -> assertTrue(Dicts.size(third, ref) >= kind.entries - 1);
            case CLEAR -> assertTrue(Dicts.size(third, ref) <= 2);
            case MOVE -> {
                assertEquals(Cell.EMPTY, get(third, ref, 5));
                assertEquals(Cell.ofInt(-1), get(third, ref, 10_000));
                assertEquals(kind.entries, Dicts.size(third, ref));
            }
        }
    }
}
