// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.txn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sharedobjects.heap.txn.TestHeap.FIRST;
import static org.sharedobjects.heap.txn.TestHeap.atomically;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.error.HeapLimitException;
import org.sharedobjects.heap.layout.ObjectLayout;

/** What a transaction adds and appends to objects that it has not read. */
class BlindWriteTest {
    private static final int SIZE = ObjectLayout.SIZE_WORD;
    private static final int ROOM = 4;

    private final TestHeap heap = new TestHeap(64L << 20);
    private final Mutator mutator = heap.mutator();
    private final Mutator other = heap.mutator();

    @AfterEach
    void close() {
        heap.close();
    }

    /** One element, and room for more. */
    private long list() {
        long ref = heap.object(1 + ROOM, 0);
        heap.write(mutator, ref, SIZE, 1);
        heap.write(mutator, ref, FIRST, 100);
        return ref;
    }

    private List<Long> elements(long ref) {
        return IntStream.range(0, (int) heap.read(ref, SIZE))
                .mapToObj(i -> heap.read(ref, FIRST + i))
                .toList();
    }

    private void add(long ref, long delta) {
        atomically(other, () -> other.add(ref, FIRST, delta));
    }

    private void append(long ref, long cell) {
        atomically(other, () -> {
            assertTrue(other.append(ref, cell));
        });
    }

    @Test
    void shouldCommitBesideOthersWhoAddToTheSame() {
        long ref = heap.object(2, 10);
        mutator.begin(0);
        mutator.add(ref, FIRST, 1);
        mutator.add(ref, FIRST + 1, -1);
        mutator.add(ref, FIRST, 1);
        add(ref, 5);
        assertTrue(mutator.commit());
        assertEquals(17, heap.read(ref, FIRST));
        assertEquals(9, heap.read(ref, FIRST + 1));
    }

    @Test
    void shouldCommitBesideOthersWhoWriteTheSame() {
        long ref = heap.object(1, 10);
        mutator.begin(0);
        mutator.add(ref, FIRST, 1);
        heap.write(other, ref, FIRST, 100);
        heap.replace(other, ref, heap.body(3, 200));
        assertTrue(mutator.commit());
        assertEquals(201, heap.read(ref, FIRST));
    }

    @Test
    void shouldConflictWithThoseWhoReadIt() {
        long ref = heap.object(1, 10);
        long sum = heap.object(1, 0);
        mutator.begin(0);
        mutator.store(sum, FIRST, mutator.load(ref, FIRST));
        add(ref, 1);
        assertFalse(mutator.commit());
    }

    @Test
    void shouldSeeWhatItHasAddedAndConflictFromThenOn() {
        long ref = heap.object(1, 10);
        mutator.begin(0);
        mutator.add(ref, FIRST, 1);
        assertEquals(11, mutator.load(ref, FIRST));
        mutator.add(ref, FIRST, 2);
        assertEquals(13, mutator.load(ref, FIRST));
        add(ref, 5);
        assertFalse(mutator.commit());
        assertEquals(15, heap.read(ref, FIRST));
    }

    @Test
    void shouldKeepASumThatWasReadAndOthersThatWereNot() {
        long read = heap.object(1, 10);
        long blind = heap.object(1, 20);
        mutator.begin(0);
        mutator.add(blind, FIRST, 1);
        mutator.add(read, FIRST, 1);
        mutator.load(read, FIRST);
        add(blind, 100);
        assertTrue(mutator.commit());
        assertEquals(11, heap.read(read, FIRST));
        assertEquals(121, heap.read(blind, FIRST));
    }

    @Test
    void shouldAddToAnObjectThatItHasReadOrGivenANewBody() {
        long read = heap.object(1, 10);
        long replaced = heap.object(1, 10);
        mutator.begin(0);
        mutator.load(read, FIRST);
        mutator.add(read, FIRST, 1);
        mutator.replaceBody(replaced, heap.body(2, 20));
        mutator.add(replaced, FIRST + 1, 1);
        assertTrue(mutator.commit());
        assertEquals(11, heap.read(read, FIRST));
        assertEquals(20, heap.read(replaced, FIRST));
        assertEquals(21, heap.read(replaced, FIRST + 1));
    }

    @Test
    void shouldPutAWrittenValueInThePlaceOfWhatWasAdded() {
        long ref = heap.object(1, 10);
        mutator.begin(0);
        mutator.add(ref, FIRST, 1);
        mutator.store(ref, FIRST, 50);
        assertTrue(mutator.commit());
        assertEquals(50, heap.read(ref, FIRST));
    }

    @Test
    void shouldAddNothingWhenAborted() {
        long ref = heap.object(1, 10);
        mutator.begin(0);
        mutator.add(ref, FIRST, 1);
        mutator.abort();
        mutator.begin(0);
        assertTrue(mutator.commit());
        assertEquals(10, heap.read(ref, FIRST));
    }

    @Test
    void shouldRefuseASumOutOfRangeAndLeaveNoLock() {
        long ref = heap.object(1, Long.MAX_VALUE);
        long written = heap.object(1, 0);
        mutator.begin(0);
        mutator.store(written, FIRST, 1);
        mutator.add(ref, FIRST, 1);
        assertThrows(HeapLimitException.class, mutator::commit);
        assertFalse(mutator.active());
        assertEquals(0, heap.read(written, FIRST));
        add(ref, -1);
        assertEquals(Long.MAX_VALUE - 1, heap.read(ref, FIRST));
    }

    @Test
    void shouldRefuseASumOutOfRangeWhenRead() {
        long ref = heap.object(1, Long.MIN_VALUE);
        mutator.begin(0);
        mutator.add(ref, FIRST, -1);
        assertThrows(HeapLimitException.class, () -> mutator.load(ref, FIRST));
        mutator.abort();
        assertEquals(Long.MIN_VALUE, heap.read(ref, FIRST));
    }

    @Test
    void shouldGoOnAfterASumOutOfRangeWasRefused() {
        long ref = heap.object(1, 5);
        mutator.begin(0);
        mutator.add(ref, FIRST, Long.MAX_VALUE);
        assertThrows(HeapLimitException.class, () -> mutator.load(ref, FIRST));
        assertThrows(HeapLimitException.class, () -> mutator.load(ref, FIRST));
        assertThrows(HeapLimitException.class, mutator::commit);
        assertEquals(5, heap.read(ref, FIRST));
    }

    @Test
    void shouldRunAgainWhenASumOutOfRangeRestsOnSomethingStale() {
        long amount = heap.object(1, 10);
        long ref = heap.object(1, Long.MAX_VALUE - 10);
        mutator.begin(0);
        mutator.add(ref, FIRST, mutator.load(amount, FIRST));
        atomically(other, () -> {
            other.store(amount, FIRST, 0);
            other.store(ref, FIRST, Long.MAX_VALUE);
        });
        assertFalse(mutator.commit());
        assertEquals(Long.MAX_VALUE, heap.read(ref, FIRST));
    }

    @Test
    void shouldRefuseABodyThatRunsOutOfTheHeapAndHinderNobody() {
        long damaged = heap.object(4, 0);
        long sound = heap.object(4, 0);
        long body = heap.memory.sizeBytes() - 2 * Long.BYTES;
        heap.memory.putPlain(body, ObjectLayout.header(0, 1, 4));
        heap.memory.putPlain(damaged + ObjectLayout.BODY, body);
        mutator.begin(0);
        mutator.add(damaged, FIRST, 1);
        assertThrows(HeapCorruptException.class, mutator::commit);
        atomically(mutator, () -> mutator.store(sound, FIRST, 1));
        atomically(other, () -> other.store(sound, FIRST, 2));
        assertEquals(2, heap.read(sound, FIRST));
    }

    @Test
    void shouldKeepWhatWasReadBeforeASavepointOnce() {
        long ref = heap.object(1, 5);
        mutator.begin(0);
        mutator.add(ref, FIRST, 1);
        assertEquals(6, mutator.load(ref, FIRST));
        mutator.rollbackTo(mutator.savepoint());
        assertEquals(6, mutator.load(ref, FIRST));
        assertTrue(mutator.commit());
        assertEquals(6, heap.read(ref, FIRST));
    }

    @Test
    void shouldNotCommitWhatHasStoppedHalfDone() {
        long ref = heap.object(2, 5);
        mutator.begin(0);
        mutator.store(ref, FIRST, 6);
        Savepoint whole = mutator.savepoint();
        mutator.store(ref, FIRST, 7);
        IllegalStateException cause = new IllegalStateException("half done");
        mutator.spoil(cause);
        assertSame(cause, assertThrows(IllegalStateException.class, () -> mutator.load(ref, FIRST)));
        assertSame(cause, assertThrows(IllegalStateException.class, () -> mutator.store(ref, FIRST, 8)));
        mutator.rollbackTo(whole);
        assertEquals(6, mutator.load(ref, FIRST));
        mutator.spoil(cause);
        assertSame(cause, assertThrows(IllegalStateException.class, mutator::commit));
        assertFalse(mutator.active());
        assertEquals(5, heap.read(ref, FIRST));
        add(ref, 1);
        assertEquals(6, heap.read(ref, FIRST));
    }

    @Test
    void shouldAppendBesideOthersWhoAppend() {
        long ref = list();
        mutator.begin(0);
        assertTrue(mutator.append(ref, 1));
        assertTrue(mutator.append(ref, 2));
        append(ref, 9);
        assertTrue(mutator.commit());
        assertEquals(List.of(100L, 9L, 1L, 2L), elements(ref));
    }

    @Test
    void shouldSeeWhatItHasAppended() {
        long ref = list();
        mutator.begin(0);
        mutator.append(ref, 1);
        mutator.append(ref, 2);
        assertEquals(3, mutator.load(ref, SIZE));
        assertEquals(2, mutator.load(ref, FIRST + 2));
        assertEquals(100, mutator.load(ref, FIRST));
        assertFalse(mutator.append(ref, 3));
        append(ref, 9);
        assertFalse(mutator.commit());
        assertEquals(List.of(100L, 9L), elements(ref));
    }

    @Test
    void shouldCopyWhatItHasAppended() {
        long ref = list();
        mutator.begin(0);
        mutator.append(ref, 1);
        long[] words = new long[2];
        mutator.loadRange(ref, FIRST, words, 0, 2);
        assertEquals(1, words[1]);
        assertTrue(mutator.commit());
    }

    @Test
    void shouldNotAppendToWhatIsNotEmpty() {
        long ref = list();
        heap.write(other, ref, FIRST + 2, 77);
        mutator.begin(0);
        mutator.append(ref, 1);
        mutator.append(ref, 2);
        assertFalse(mutator.commit());
        assertEquals(List.of(100L), elements(ref));
    }

    @Test
    void shouldNotAppendMoreThanThereIsRoomFor() {
        long ref = list();
        mutator.begin(0);
        for (int i = 0; i < ROOM; i++) {
            assertTrue(mutator.append(ref, i));
        }
        append(ref, 9);
        assertFalse(mutator.commit());
        assertEquals(List.of(100L, 9L), elements(ref));
    }

    @Test
    void shouldNotAppendToWhatHasBecomeEmpty() {
        long ref = list();
        mutator.begin(0);
        mutator.append(ref, 1);
        heap.write(other, ref, SIZE, 0);
        assertFalse(mutator.commit());
        assertEquals(0, heap.read(ref, SIZE));
    }

    @Test
    void shouldGoBackToASavepointAlsoWhenTheObjectWasReadSince() {
        long number = heap.object(1, 10);
        long ref = list();
        mutator.begin(0);
        mutator.add(number, FIRST, 1);
        mutator.append(ref, 1);
        Savepoint savepoint = mutator.savepoint();
        mutator.add(number, FIRST, 100);
        assertEquals(111, mutator.load(number, FIRST));
        mutator.append(ref, 2);
        mutator.rollbackTo(savepoint);
        mutator.append(ref, 3);
        mutator.store(number, FIRST, mutator.load(number, FIRST) * 2);
        assertTrue(mutator.commit());
        assertEquals(22, heap.read(number, FIRST));
        assertEquals(List.of(100L, 1L, 3L), elements(ref));
    }

    @Test
    void shouldAddToMany() {
        long[] refs = IntStream.range(0, 300)
                .mapToLong(i -> i % 3 == 0 ? list() : heap.object(2, i))
                .toArray();
        atomically(mutator, () -> {
            for (int i = refs.length - 1; i >= 0; i--) {
                if (i % 3 == 0) {
                    mutator.append(refs[i], i);
                } else {
                    mutator.add(refs[i], FIRST + (i % 2), 1000);
                }
                if (i % 5 == 0) {
                    mutator.load(refs[i], FIRST);
                }
            }
        });
        for (int i = 0; i < refs.length; i++) {
            if (i % 3 == 0) {
                assertEquals(List.of(100L, (long) i), elements(refs[i]));
            } else {
                assertEquals(i + 1000L, heap.read(refs[i], FIRST + (i % 2)));
                assertEquals(i, heap.read(refs[i], FIRST + ((i + 1) % 2)));
            }
        }
    }

    @Test
    void shouldLoseNothingAmongThreadsThatAddReadAndWrite() throws Exception {
        int rounds = 20_000;
        long ref = heap.object(1, 0);
        long copy = heap.object(1, 0);
        Function<Mutator, Integer> adder = own -> {
            for (int i = 0; i < rounds; i++) {
                atomically(own, () -> own.add(ref, FIRST, 1));
            }
            return rounds;
        };
        Function<Mutator, Integer> copier = own -> {
            for (int i = 0; i < rounds; i++) {
                atomically(own, () -> own.store(copy, FIRST, own.load(ref, FIRST)));
                atomically(own, () -> {
                    assertTrue(own.load(copy, FIRST) <= own.load(ref, FIRST));
                });
            }
            return rounds;
        };
        Function<Mutator, Integer> writer = own -> {
            for (int i = 0; i < rounds; i++) {
                atomically(own, () -> own.store(ref, FIRST, own.load(ref, FIRST) + 1));
            }
            return rounds;
        };
        heap.together(adder, adder, copier, writer);
        assertEquals(3L * rounds, heap.read(ref, FIRST));
    }
}
