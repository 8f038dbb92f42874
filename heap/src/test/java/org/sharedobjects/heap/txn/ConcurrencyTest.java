// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.txn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sharedobjects.heap.txn.TestHeap.FIRST;
import static org.sharedobjects.heap.txn.TestHeap.atomically;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sharedobjects.heap.layout.ObjectLayout;

@Timeout(120)
class ConcurrencyTest {
    private static final int ACCOUNTS = 100;
    private static final long START = 1000;
    private final TestHeap heap = new TestHeap(64L << 20);
    private final AtomicInteger running = new AtomicInteger(2);

    @AfterEach
    void close() {
        heap.close();
    }

    private long[] accounts() {
        long[] refs = new long[ACCOUNTS];
        for (int i = 0; i < ACCOUNTS; i++) {
            refs[i] = heap.object(1, START);
        }
        return refs;
    }

    private long total(Mutator mutator, long[] accounts) {
        return atomically(mutator, () -> {
            long sum = 0;
            for (long account : accounts) {
                sum += mutator.load(account, FIRST);
            }
            return sum;
        });
    }

    private Function<Mutator, Long> transfers(long[] accounts, int count) {
        return mutator -> {
            for (int i = 0; i < count; i++) {
                long from = accounts[ThreadLocalRandom.current().nextInt(ACCOUNTS)];
                long to = accounts[ThreadLocalRandom.current().nextInt(ACCOUNTS)];
                atomically(mutator, () -> {
                    mutator.store(from, FIRST, mutator.load(from, FIRST) - 1);
                    mutator.store(to, FIRST, mutator.load(to, FIRST) + 1);
                });
            }
            if (running.decrementAndGet() == 0) {
                heap.done.set(true);
            }
            return 0L;
        };
    }

    @Test
    void shouldKeepTheTotalWhileAReaderLooksOn() throws Exception {
        long[] accounts = accounts();
        long looks = heap.together(transfers(accounts, 1_000_000), transfers(accounts, 1_000_000), reader -> {
                    long count = 0;
                    while (!heap.done.get()) {
                        assertEquals(ACCOUNTS * START, total(reader, accounts));
                        count++;
                    }
                    return count;
                })
                .get(2);
        try (Mutator mutator = heap.mutator()) {
            assertEquals(ACCOUNTS * START, total(mutator, accounts));
        }
        assertTrue(looks > 50, "looks=" + looks);
    }

    @Test
    void shouldLetAReaderOfAHundredCellsSucceedFiftyTimesASecondBesideTwoWriters() throws Exception {
        long[] accounts = accounts();
        long seconds = 2;
        Function<Mutator, Long> writer = mutator -> {
            long i = 0;
            for (; !heap.done.get(); i++) {
                heap.write(mutator, accounts[(int) (i % ACCOUNTS)], FIRST, i);
            }
            return i;
        };
        long reads = heap.together(writer, writer, reader -> {
                    long start = System.nanoTime();
                    long count = 0;
                    for (; System.nanoTime() - start < TimeUnit.SECONDS.toNanos(seconds); count++) {
                        total(reader, accounts);
                    }
                    heap.done.set(true);
                    return count;
                })
                .get(2);
        assertTrue(reads >= 50 * seconds, "reads=" + reads);
    }

    @Test
    void shouldLetALongTransactionCommitBesideShortOnes() throws Exception {
        long[] accounts = accounts();
        Function<Mutator, Long> writer = mutator -> {
            long i = 0;
            for (; !heap.done.get(); i++) {
                long ref = accounts[(int) (i % ACCOUNTS)];
                atomically(mutator, () -> mutator.store(ref, FIRST, mutator.load(ref, FIRST) + 1));
            }
            return i;
        };
        long[] sum = new long[1];
        var counts = heap.<Long>together(writer, writer, longOne -> {
            for (int i = 0; i < 100; i++) {
                atomically(longOne, () -> {
                    for (long account : accounts) {
                        longOne.store(account, FIRST, longOne.load(account, FIRST) + 1);
                        Thread.onSpinWait();
                    }
                });
            }
            heap.done.set(true);
            return 100L * ACCOUNTS;
        });
        try (Mutator mutator = heap.mutator()) {
            sum[0] = total(mutator, accounts);
        }
        assertEquals(ACCOUNTS * START + counts.stream().mapToLong(n -> n).sum(), sum[0]);
    }

    @Test
    void shouldCommitALargeTransactionBesideReadersAndWritersOfItsObjects() throws Exception {
        long[] refs = new long[20_000];
        for (int i = 0; i < refs.length; i++) {
            refs[i] = heap.object(1, 0);
        }
        int runs = 20;
        heap.together(
                large -> {
                    for (int i = 0; i < runs; i++) {
                        atomically(large, () -> {
                            for (long ref : refs) {
                                large.store(ref, FIRST, large.load(ref, FIRST) + 1);
                            }
                        });
                    }
                    heap.done.set(true);
                    return 0L;
                },
                reader -> {
                    while (!heap.done.get()) {
                        long value = heap.read(refs[ThreadLocalRandom.current().nextInt(refs.length)], FIRST);
                        assertTrue(value % 1_000 <= runs, "value=" + value);
                    }
                    return 0L;
                },
                writer -> {
                    while (!heap.done.get()) {
                        long ref = refs[ThreadLocalRandom.current().nextInt(refs.length)];
                        atomically(writer, () -> writer.store(ref, FIRST, writer.load(ref, FIRST) + 1_000));
                    }
                    return 0L;
                });
        for (long ref : refs) {
            assertEquals(runs, heap.read(ref, FIRST) % 1_000);
        }
    }

    @Test
    void shouldNeverReadAReusedBody() throws Exception {
        int size = 20;
        long[] refs = {heap.object(size, 1), heap.object(size, 1)};
        Function<Mutator, Long> writer = mutator -> {
            for (int i = 0; i < 300_000; i++) {
                long ref = refs[i & 1];
                heap.replace(
                        mutator,
                        ref,
                        heap.body(size, ThreadLocalRandom.current().nextLong()));
            }
            if (running.decrementAndGet() == 0) {
                heap.done.set(true);
            }
            return 0L;
        };
        heap.together(writer, writer, reader -> {
            long[] words = new long[size];
            while (!heap.done.get()) {
                for (long ref : refs) {
                    snapshot(reader, ref, words);
                    for (int i = 1; i < size; i++) {
                        assertEquals(words[0], words[i]);
                    }
                    atomically(reader, () -> reader.loadRange(ref, FIRST, words, 0, size));
                    for (int i = 1; i < size; i++) {
                        assertEquals(words[0], words[i]);
                    }
                }
            }
            return 0L;
        });
    }

    private void snapshot(Mutator reader, long ref, long[] words) {
        long lock;
        do {
            lock = reader.settleForReading(ref);
            long body = heap.memory.getGuess(ref + ObjectLayout.BODY);
            for (int i = 0; i < words.length; i++) {
                words[i] = heap.memory.getGuess(body + (FIRST + i) * (long) Long.BYTES);
            }
        } while (!Locks.unchanged(heap.memory, ref, lock));
    }

    @Test
    void shouldCountExactlyWithPlainWritesAndTransactionsMixed() throws Exception {
        long ref = heap.object(2, 0);
        int count = 300_000;
        heap.together(
                plain -> {
                    for (int i = 0; i < count; i++) {
                        boolean written;
                        do {
                            long lock = plain.settle(ref);
                            long body = heap.memory.getGuess(ref + ObjectLayout.BODY);
                            long value = heap.memory.getGuess(body + FIRST * (long) Long.BYTES);
                            written = plain.plain().write(ref, lock, body, FIRST, value + 1);
                        } while (!written);
                    }
                    return 0L;
                },
                mutator -> {
                    for (int i = 0; i < count; i++) {
                        atomically(mutator, () -> mutator.store(ref, FIRST, mutator.load(ref, FIRST) + 1));
                    }
                    return 0L;
                });
        assertEquals(2L * count, heap.read(ref, FIRST));
    }

    @Test
    void shouldSeeIndependentPlainWritesInOneOrder() throws Exception {
        long x = heap.object(1, 0);
        long y = heap.object(1, 0);
        AtomicInteger rounds = new AtomicInteger();
        Function<Mutator, Long> reader = mutator -> {
            long last = 0;
            while (!heap.done.get()) {
                long both = atomically(mutator, () -> (mutator.load(y, FIRST) << 32) | mutator.load(x, FIRST));
                long seenX = both & 0xffff_ffffL;
                long seenY = both >>> 32;
                assertTrue(seenX >= seenY, "y was written before x");
                assertTrue(seenX >= last, "time went backwards");
                last = seenX;
                rounds.incrementAndGet();
            }
            return 0L;
        };
        heap.together(
                writer -> {
                    for (long i = 1; i <= 500_000; i++) {
                        heap.write(writer, x, FIRST, i);
                        heap.write(writer, y, FIRST, i);
                    }
                    heap.done.set(true);
                    return 0L;
                },
                reader,
                reader);
        assertTrue(rounds.get() > 0);
    }
}
