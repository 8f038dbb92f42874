// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.anomaly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sharedobjects.heap.anomaly.WordHeap.atomically;
import static org.sharedobjects.heap.anomaly.WordHeap.load;
import static org.sharedobjects.heap.anomaly.WordHeap.store;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.sharedobjects.heap.txn.Mutator;

class BankTotalTest {
    private static final int ACCOUNTS = 100;
    private static final long START = 1000;
    private static final int TRANSFERS = Scale.rounds(1_000_000);

    @Test
    void shouldKeepTheTotalInEveryStateThatAnybodySees() throws Exception {
        try (WordHeap heap = new WordHeap()) {
            long[] accounts = heap.objects(ACCOUNTS);
            try (Mutator mutator = heap.mutator()) {
                for (long account : accounts) {
                    heap.update(mutator, account, value -> START);
                }
            }
            AtomicInteger tellers = new AtomicInteger(2);
            AtomicLong audits = new AtomicLong();
            Together.run(heap, teller(accounts, tellers, 1), teller(accounts, tellers, 2), mutator -> {
                while (tellers.get() > 0) {
                    assertEquals(ACCOUNTS * START, atomically(mutator, () -> total(mutator, accounts)));
                    audits.incrementAndGet();
                }
            });
            try (Mutator mutator = heap.mutator()) {
                assertEquals(ACCOUNTS * START, atomically(mutator, () -> total(mutator, accounts)));
            }
            assertTrue(audits.get() > 10, "the auditor hardly ever got through: " + audits);
        }
    }

    private static Together.Action teller(long[] accounts, AtomicInteger tellers, int seed) {
        return mutator -> {
            SplittableRandom random = new SplittableRandom(seed);
            try {
                for (int i = 0; i < TRANSFERS; i++) {
                    long from = accounts[random.nextInt(ACCOUNTS)];
                    long to = accounts[random.nextInt(ACCOUNTS)];
                    long amount = random.nextInt(100);
                    atomically(mutator, () -> {
                        store(mutator, from, load(mutator, from) - amount);
                        store(mutator, to, load(mutator, to) + amount);
                    });
                }
            } finally {
                tellers.decrementAndGet();
            }
        };
    }

    private static long total(Mutator mutator, long[] accounts) {
        long sum = 0;
        for (long account : accounts) {
            sum += load(mutator, account);
        }
        return sum;
    }
}
