// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sharedobjects.heap.layout.ProcessLayout;
import org.sharedobjects.heap.memory.Segment;

/** Attachments come, leave and die, while others look for the dead and free their entries. */
@Timeout(60)
class ProcessTableStressTest {
    private static final int ROUNDS = Boolean.getBoolean("pso.long") ? 30_000 : 300;
    private static final int JOINS = 10 * ROUNDS;
    private static final int COMERS = 3;
    private static final int GRAVEDIGGERS = 2;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final Set<Long> owners = ConcurrentHashMap.newKeySet();
    private volatile boolean over;

    @Test
    void shouldTellTheLivingFromTheDeadWhileTheyComeAndGo() throws Exception {
        Path file = folder.resolve("heap");
        try (Segment segment = Segment.create(file, 1L << 20, made -> {});
                ExecutorService threads = Executors.newCachedThreadPool()) {
            ProcessTable observer = new ProcessTable(segment);
            List<Future<?>> diggers = new ArrayList<>();
            for (int i = 0; i < GRAVEDIGGERS; i++) {
                diggers.add(threads.submit(() -> dig(file)));
            }
            try {
                awaitAll(threads, () -> comeAndGo(file, observer));
            } finally {
                over = true;
            }
            for (Future<?> digger : diggers) {
                digger.get();
            }
            assertEquals(COMERS * ROUNDS, owners.size());
        }
    }

    @Test
    void shouldGiveNoOwnerTwiceWhenManyWantTheSameEntry() throws Exception {
        Path file = folder.resolve("heap");
        Segment.create(file, 1L << 20, made -> {}).close();
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            awaitAll(threads, () -> joinAndLeave(file));
            assertEquals(COMERS * JOINS, owners.size());
        }
    }

    private static void awaitAll(ExecutorService threads, Runnable comer) throws Exception {
        List<Future<?>> comers = new ArrayList<>();
        for (int i = 0; i < COMERS; i++) {
            comers.add(threads.submit(comer));
        }
        for (Future<?> future : comers) {
            future.get();
        }
    }

    private void joinAndLeave(Path file) {
        try (Segment segment = Segment.open(file)) {
            ProcessTable table = new ProcessTable(segment);
            for (int i = 0; i < JOINS; i++) {
                table.join();
                assertTrue(owners.add(table.owner()));
                table.leave();
            }
        }
    }

    private void comeAndGo(Path file, ProcessTable observer) {
        for (int i = 0; i < ROUNDS; i++) {
            long owner;
            try (Segment segment = Segment.open(file)) {
                ProcessTable table = new ProcessTable(segment);
                table.join();
                owner = table.owner();
                assertTrue(owners.add(owner));
                assertTrue(table.isAlive(owner) && observer.isAlive(owner));
                if (i % 2 == 0) {
                    table.leave();
                } else {
                    // What the kernel does when a process is killed.
                    segment.liveness().unlock(ProcessLayout.entryOf(owner));
                }
            }
            if (i % 2 == 0) {
                assertFalse(observer.isAlive(owner));
            } else {
                awaitDeath(observer, owner);
            }
        }
    }

    /** One that wants the entry of an earlier incarnation may hold the lock of a killed one for a moment. */
    private static void awaitDeath(ProcessTable observer, long owner) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (observer.isAlive(owner)) {
            assertTrue(System.nanoTime() < deadline, "a killed process still passes for alive");
            Thread.onSpinWait();
        }
        assertFalse(observer.isAlive(owner));
    }

    private void dig(Path file) {
        try (Segment segment = Segment.open(file)) {
            ProcessTable table = new ProcessTable(segment);
            while (!over) {
                owners.forEach(table::isAlive);
            }
        }
    }
}
