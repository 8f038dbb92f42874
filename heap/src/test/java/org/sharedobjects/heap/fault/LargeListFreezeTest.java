// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.Size;
import org.sharedobjects.heap.listtree.ListChunk;
import org.sharedobjects.heap.listtree.ListTree;
import org.sharedobjects.heap.memory.FaultPoints;
import org.sharedobjects.heap.struct.Lists;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.value.Cell;

/** Stops a thread before each store of an operation on a large list, while another one works on that list. */
@Timeout(600)
class LargeListFreezeTest {
    private static final int CELLS = ListChunk.CELLS;
    /** What the other one appends in the meantime; crosses a bound of chunks. */
    private static final int MARKS = 300;

    private static final long FIRST_MARK = 1_000_000;
    private static final long OWN = 2_000_000;
    private static final int LONG_EXTENSION = 3 * CELLS;

    private final SharedHeap heap = SharedHeap.openPrivate(Size.mib(256));

    @AfterEach
    void close() {
        FaultPoints.set(null);
        heap.close();
    }

    enum Step {
        APPEND_WITHIN_A_CHUNK(2 * CELLS + 5, 0, 1),
        APPEND_INTO_THE_NEXT_CHUNK(2 * CELLS, 0, 1),
        APPEND_WITH_WHICH_IT_BECOMES_A_TREE(ListTree.MOST_FLAT, 0, 1),
        EXTEND(2 * CELLS + 5, 0, LONG_EXTENSION),
        INSERT_AT_THE_START(3 * CELLS, 0, 1),
        POP_WITHIN_A_CHUNK(2 * CELLS + 5, 1, 0),
        POP_OF_THE_ONLY_ONE_IN_A_CHUNK(2 * CELLS + 1, 1, 0),
        POP_OF_A_FULL_CHUNK(3 * CELLS, 1, 0),
        REMOVE_THE_FIRST(3 * CELLS, 1, 0);

        private final int size;
        private final int removed;
        private final int added;

        Step(int size, int removed, int added) {
            this.size = size;
            this.removed = removed;
            this.added = added;
        }

        private void run(Mutator mutator, long ref, List<Long> taken) {
            switch (this) {
                case APPEND_WITHIN_A_CHUNK, APPEND_INTO_THE_NEXT_CHUNK, APPEND_WITH_WHICH_IT_BECOMES_A_TREE ->
                    Lists.append(mutator, ref, Cell.ofInt(OWN));
                case EXTEND -> Lists.splice(mutator, ref, Long.MAX_VALUE, 0, own(), LONG_EXTENSION);
                case INSERT_AT_THE_START -> Lists.splice(mutator, ref, 0, 0, own(), 1);
                case REMOVE_THE_FIRST -> taken.add(Cell.asInt(Lists.remove(mutator, ref, 0)));
                default -> taken.add(Cell.asInt(Lists.remove(mutator, ref, -1)));
            }
        }
    }

    private static long[] own() {
        return LongStream.range(OWN, OWN + LONG_EXTENSION).map(Cell::ofInt).toArray();
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void shouldStayWholeBesideOneThatStandsStill(Step step) throws Exception {
        boolean frozen = true;
        for (int stop = 0; frozen; stop++) {
            frozen = stopBefore(step, stop);
        }
    }

    private boolean stopBefore(Step step, int stop) throws Exception {
        long[] cells = LongStream.range(0, step.size).map(Cell::ofInt).toArray();
        long ref = Lists.create(heap.allocator(), cells, cells.length);
        heap.root().put("list", heap.view(ref));
        List<Long> taken = new ArrayList<>();
        Victim victim = new Victim(() -> step.run(heap.mutator(), ref, taken), stop);
        boolean frozen = victim.isFrozen();
        long start = System.nanoTime();
        work(step, ref, frozen);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        assertTrue(millis < 2_000, "stopped before store %d: %d ms".formatted(stop, millis));
        victim.thaw();
        assertHolds(step, ref, taken);
        assertEquals(List.of(), heap.check().problems());
        return frozen;
    }

    private void work(Step step, long ref, boolean frozen) {
        Mutator mutator = heap.mutator();
        int change = step.added - step.removed;
        for (int i = 0; i < MARKS; i++) {
            int size = Lists.size(mutator, ref) - i;
            assertTrue((frozen && size == step.size) || size == step.size + change, "half of it: " + size);
            Lists.append(mutator, ref, Cell.ofInt(FIRST_MARK + i));
            long last = Cell.asInt(Lists.get(mutator, ref, -1));
            assertTrue(last == FIRST_MARK + i || last >= OWN, "not the last one: " + last);
        }
    }

    /** What the one has done lies among what the other has done, whichever was first. */
    private void assertHolds(Step step, long ref, List<Long> taken) {
        List<Long> others = new ArrayList<>();
        List<Long> own = new ArrayList<>();
        for (long cell : Lists.snapshot(heap.mutator(), ref)) {
            (Cell.asInt(cell) < OWN ? others : own).add(Cell.asInt(cell));
        }
        List<Long> expected = new ArrayList<>(
                LongStream.concat(LongStream.range(0, step.size), LongStream.range(FIRST_MARK, FIRST_MARK + MARKS))
                        .boxed()
                        .toList());
        assertEquals(step.removed, taken.size());
        expected.removeAll(taken);
        assertEquals(expected, others);
        assertEquals(LongStream.range(OWN, OWN + step.added).boxed().toList(), own);
    }
}
