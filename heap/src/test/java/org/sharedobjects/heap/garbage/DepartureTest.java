// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.garbage;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.SharedList;
import org.sharedobjects.heap.Size;
import org.sharedobjects.heap.process.OtherProcess;

@Timeout(120)
class DepartureTest {
    private static final long MUCH_BYTES = 10 << 20;
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    @Test
    void shouldReleaseWhatADeadProcessHeldThoughAllOthersAreIdle() throws Exception {
        Path file = folder.resolve("heap");
        try (SharedHeap heap = SharedHeap.builder()
                .file(file)
                .size(Size.mib(64))
                .createIfMissing()
                .open()) {
            try (OtherProcess other = OtherProcess.start(folder, Holder.class, file)) {
                other.awaitOutput("holds");
                // Idle for long enough to be through with everything else.
                Thread.sleep(2000);
                assertTrue(allocated(heap) > MUCH_BYTES);
                other.kill();
            }
            long start = System.nanoTime();
            while (allocated(heap) > MUCH_BYTES / 10) {
                assertTrue(System.nanoTime() - start < SOON.toNanos(), () -> "allocated: " + allocated(heap));
                Thread.sleep(50);
            }
        }
    }

    private static long allocated(SharedHeap heap) {
        return heap.statistics().allocatedBytes();
    }

    /** Holds what nobody else holds until it is killed. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws InterruptedException {
            SharedHeap heap = SharedHeap.builder().file(Path.of(arguments[0])).open();
            heap.root()
                    .put(
                            "texts",
                            IntStream.range(0, 1000)
                                    .mapToObj(i -> "x".repeat(20_000) + i)
                                    .toList());
            SharedList texts = assertInstanceOf(SharedList.class, heap.root().remove("texts"));
            System.out.println("holds");
            Thread.sleep(Duration.ofMinutes(2));
            throw new IllegalStateException("nobody has killed it: " + List.of(texts.size()));
        }
    }
}
