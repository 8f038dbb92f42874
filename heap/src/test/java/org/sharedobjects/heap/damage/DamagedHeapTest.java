// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.damage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
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
    private static final int REPORTS = Damage.cases(500);
    private static final int MOST_PATHS = 5;
    private static final long LIMIT_SECONDS = 10;
    private static final @Nullable Long ONLY = Long.getLong("pso.seed");
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
        assertEquals(outcome(image, 1, DamagedHeapTest::walk), outcome(image, 2, DamagedHeapTest::walk));
    }

    @Test
    void shouldLeaveAHeapSoundThatWasChangedWhenNothingWasWrong() throws Exception {
        Path file = Files.write(folder.resolve("heap"), SampleHeap.image(folder));
        visit(file, DamagedHeapTest::walk);
        visit(file, DamagedHeapTest::report);
        assertEquals(List.of(), SharedHeap.check(file).problems());
    }

    @Test
    void shouldEndEveryOperationWithAValueOrAnOrdinaryException() throws Exception {
        int noticed = damage(CASES, DamagedHeapTest::walk);
        assertTrue(noticed > CASES / 3 || ONLY != null, "damage that was noticed: " + noticed);
    }

    @Test
    void shouldReportAndCollectOrEndWithAnOrdinaryException() throws Exception {
        int noticed = damage(REPORTS, DamagedHeapTest::report);
        assertTrue(noticed > REPORTS / 10 || ONLY != null, "damage that was noticed: " + noticed);
    }

    /** In how many cases something else came out than without damage. */
    private int damage(int cases, ToIntFunction<SharedHeap> visitor) throws Exception {
        byte[] image = SampleHeap.image(folder);
        int sound = outcome(image, -1, visitor);
        Damage damage = new Damage(image);
        int noticed = 0;
        for (long seed = ONLY == null ? 0 : ONLY; seed < (ONLY == null ? cases : ONLY + 1); seed++) {
            noticed += outcome(damage.apply(seed), seed, visitor) == sound ? 0 : 1;
        }
        return noticed;
    }

    private int outcome(byte[] image, long seed, ToIntFunction<SharedHeap> visitor) throws Exception {
        Path file = folder.resolve("heap" + seed);
        Files.write(file, image);
        Future<Integer> walk = walker.submit(() -> visit(file, visitor));
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

    private static int visit(Path file, ToIntFunction<SharedHeap> visitor) {
        try (SharedHeap heap = SharedHeap.builder().file(file).open()) {
            return visitor.applyAsInt(heap);
        } catch (HeapException refused) {
            return REFUSED;
        }
    }

    private static int walk(SharedHeap heap) {
        return new HeapWalk(heap).run();
    }

    private static int report(SharedHeap heap) {
        return Objects.hash(
                attempt(() -> heap.statistics().handles()),
                attempt(heap::census),
                attempt(() -> heap.pathsToClass("account", MOST_PATHS)),
                attempt(() -> heap.collect().reachedBlocks()));
    }

    private static Object attempt(Supplier<Object> report) {
        try {
            return report.get();
        } catch (HeapException expected) {
            return expected.getClass().getName();
        }
    }
}
