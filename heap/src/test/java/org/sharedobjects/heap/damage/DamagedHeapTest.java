// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.damage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.error.HeapException;

/**
 * Whatever is wrong with the file, every operation ends with a value or a {@link HeapException}, soon. {@code
 * -Dpso.seed=n} repeats one case.
 */
class DamagedHeapTest {
    private static final int CASES = Damage.cases(2_000);
    private static final long LIMIT_SECONDS = 10;
    private static final int REFUSED = Integer.MIN_VALUE;

    @TempDir
    private Path folder;

    private final ExecutorService walker =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());

    @AfterEach
    void stop() {
        walker.shutdownNow();
    }

    @Test
    void shouldGiveTheSameContentEachTimeWhenNothingIsWrong() throws Exception {
        byte[] image = SampleHeap.image(folder);
        assertEquals(outcome(image, 1), outcome(image, 2));
    }

    @Test
    void shouldLeaveAHeapSoundThatWasChangedWhenNothingWasWrong() throws Exception {
        Path file = Files.write(folder.resolve("heap"), SampleHeap.image(folder));
        walk(file);
        assertEquals(List.of(), SharedHeap.check(file).problems());
    }

    @Test
    void shouldEndEveryOperationWithAValueOrAnOrdinaryException() throws Exception {
        byte[] image = SampleHeap.image(folder);
        int sound = outcome(image, -1);
        Damage damage = new Damage(image);
        Long only = Long.getLong("pso.seed");
        int noticed = 0;
        for (long seed = only == null ? 0 : only; seed < (only == null ? CASES : only + 1); seed++) {
            noticed += outcome(damage.apply(seed), seed) == sound ? 0 : 1;
        }
        if (only == null) {
            assertTrue(noticed > CASES / 3, "damage that was noticed: " + noticed);
        }
    }

    private int outcome(byte[] image, long seed) throws Exception {
        Path file = folder.resolve("heap" + seed);
        Files.write(file, image);
        Future<Integer> walk = walker.submit(() -> walk(file));
        try {
            return walk.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            AssertionError hangs = new AssertionError("still running: seed=" + seed);
            Thread.getAllStackTraces().forEach((thread, stack) -> {
                if (Arrays.toString(stack).contains("HeapWalk")) {
                    hangs.setStackTrace(stack);
                }
            });
            throw hangs;
        } catch (ExecutionException e) {
            return fail("seed=" + seed, e.getCause());
        } finally {
            Files.delete(file);
        }
    }

    private static int walk(Path file) {
        try (SharedHeap heap = SharedHeap.builder().file(file).open()) {
            return new HeapWalk(heap).run();
        } catch (HeapException refused) {
            return REFUSED;
        }
    }
}
