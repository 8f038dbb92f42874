// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.reclaim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sharedobjects.heap.layout.EraWord;
import org.sharedobjects.heap.struct.Lists;
import org.sharedobjects.heap.txn.LastConflict;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.txn.Savepoint;
import org.sharedobjects.heap.value.Cell;

/** What a transaction that passes has in hand is kept, be it by its own thread or by another one for it. */
class HeldByTransactionTest {
    @TempDir
    private Path folder;

    private CollectedHeap collected;
    private Mutator mutator;

    @BeforeEach
    void open() {
        collected = new CollectedHeap(folder);
        mutator = collected.heap.mutator();
        mutator.begin(0);
    }

    @AfterEach
    void close() {
        if (mutator.active()) {
            mutator.abort();
        }
        collected.close();
    }

    private long list(long... cells) {
        return Lists.create(collected.allocator, cells, cells.length);
    }

    private long text(String text) {
        return collected.heap.copyIn(text + " in a block of its own");
    }

    /** A cycle that sees nothing but what the transaction has. */
    private Marker cycle() {
        return cycle(_ -> mutator.pass());
    }

    private Marker cycle(LongConsumer pass) {
        collected.arm();
        pass.accept(EraWord.of(collected.cycle, EraWord.ARMED));
        LiveBlocks snapshot = LiveBlocks.take(collected.segment);
        collected.settle();
        pass.accept(EraWord.of(collected.cycle, EraWord.SETTLED));
        Marker marker = collected.marked(snapshot);
        collected.shaded(marker).mark();
        marker.run(() -> {});
        collected.sweep(snapshot, marker, () -> true).run(() -> {});
        collected.end();
        return marker;
    }

    private boolean isLive(long block) {
        return LiveBlocks.take(collected.segment).bytesAt(block) != 0;
    }

    @Test
    void shouldKeepWhatWasRead() {
        long ref = list(Cell.ofInt(1));
        long other = list(Cell.ofInt(2));
        assertEquals(Cell.ofInt(1), Lists.get(mutator, ref, 0));
        cycle();
        assertTrue(isLive(ref));
        assertFalse(isLive(other));
    }

    @Test
    void shouldKeepWhatIsToBeWrittenAndWhatThatRefersTo() {
        long ref = list(Cell.NONE);
        long text = text("buffered");
        long inner = list(text);
        Lists.set(mutator, ref, 0, Cell.ofRef(inner));
        cycle();
        assertTrue(isLive(Cell.offset(text)) && isLive(inner));
        assertTrue(mutator.commit());
        assertEquals(Cell.ofRef(inner), Lists.get(mutator, ref, 0));
    }

    @Test
    void shouldKeepBodiesThatNoObjectHasYet() {
        long ref = list(Cell.NONE);
        long[] texts = new long[2000];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = text("number " + i);
            Lists.append(mutator, ref, texts[i]);
        }
        for (int cycles = 0; cycles < 3; cycles++) {
            cycle();
        }
        assertTrue(mutator.commit());
        collected.heap.root().put("list", collected.heap.view(ref));
        for (int i = 0; i < texts.length; i++) {
            assertEquals(texts[i], Lists.get(mutator, ref, i + 1));
            assertTrue(isLive(Cell.offset(texts[i])));
        }
        assertEquals(java.util.List.of(), collected.heap.check().problems());
    }

    @Test
    void shouldKeepWhatASavepointMayBringBack() {
        long ref = list(Cell.NONE);
        long before = text("before");
        Lists.set(mutator, ref, 0, before);
        Savepoint savepoint = mutator.savepoint();
        Lists.set(mutator, ref, 0, Cell.NONE);
        cycle();
        assertTrue(isLive(Cell.offset(before)));
        mutator.rollbackTo(savepoint);
        assertEquals(before, Lists.get(mutator, ref, 0));
    }

    @Test
    void shouldKeepWhatAnotherThreadPassesFor() {
        long ref = list(Cell.NONE);
        Lists.set(mutator, ref, 0, text("buffered"));
        collected.arm();
        collected.settle();
        mutator.passFor(EraWord.of(collected.cycle, EraWord.SETTLED));
        assertTrue(mutator.hasPassedInto(EraWord.of(collected.cycle, EraWord.SETTLED)));
        Marker marker = collected.marked();
        collected.shaded(marker).mark();
        assertTrue(marker.isMarked(ref));
    }

    @Test
    void shouldLetGoOfWhatItHadWhenItHasEnded() {
        long ref = list(Cell.NONE);
        long text = text("buffered");
        Lists.set(mutator, ref, 0, text);
        mutator.abort();
        cycle();
        assertFalse(isLive(ref) || isLive(Cell.offset(text)));
    }

    private void conflictAbout(long ref, long text) {
        Lists.get(mutator, ref, 0);
        Lists.set(mutator, ref, 0, text);
        try (Mutator other = Mutator.open(collected.heap.attachment())) {
            other.begin(0);
            Lists.set(other, ref, 0, Cell.ofInt(1));
            assertTrue(other.commit());
        }
        assertFalse(mutator.commit());
    }

    @Test
    void shouldKeepWhatAConflictWasAboutUntilThatIsTold() {
        long ref = list(Cell.NONE);
        long text = text("lost");
        conflictAbout(ref, text);
        for (int cycles = 0; cycles < 3; cycles++) {
            cycle(mutator::passForKeepingConflict);
        }
        assertEquals(ref, mutator.lastConflict().ref());
        assertTrue(isLive(ref) && isLive(Cell.offset(text)));
        mutator.lastConflict().forget();
        cycle(mutator::passForKeepingConflict);
        assertFalse(isLive(ref) || isLive(Cell.offset(text)));
    }

    @Test
    void shouldForgetConflictsOfEarlierTransactions() {
        long ref = list(Cell.NONE);
        conflictAbout(ref, text("lost"));
        mutator.begin(0);
        assertEquals(LastConflict.UNKNOWN, mutator.lastConflict().ref());
        cycle();
        assertFalse(isLive(ref));
    }
}
