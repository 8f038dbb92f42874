// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.txn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sharedobjects.heap.alloc.Allocator;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.HeapFolder;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.memory.Segment;
import org.sharedobjects.heap.process.OtherProcess;
import org.sharedobjects.heap.slot.Attachment;

@Timeout(60)
class ProcessesTest {
    private static final int INCREMENTS = 200_000;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private static void makeRoot(Segment segment) {
        try (Allocator allocator = new Allocator(segment)) {
            Memory memory = segment.memory();
            int cells = 2;
            long ref = allocator.allocate(ObjectLayout.INLINE_BODY + ObjectLayout.bodyBytes(cells));
            memory.clear(ref, ObjectLayout.INLINE_BODY + ObjectLayout.bodyBytes(cells));
            memory.putPlain(ref + ObjectLayout.BODY, ref + ObjectLayout.INLINE_BODY);
            memory.putPlain(ref + ObjectLayout.INLINE_BODY, ObjectLayout.header(0, 1, cells));
            memory.putRelease(Superblock.ROOT, ref);
        }
    }

    @Test
    void shouldCommitFromTwoProcessesAtOnce() throws Exception {
        Path path = folder.resolve("heap");
        try (Segment segment = Segment.create(path, 16L << 20, ProcessesTest::makeRoot);
                Attachment attachment = new Attachment(segment);
                Mutator mutator = Mutator.open(attachment)) {
            long ref = segment.memory().getAcquire(Superblock.ROOT);
            try (OtherProcess other = OtherProcess.start(folder, Incrementer.class, path)) {
                Incrementer.increment(mutator, ref);
                other.join();
            }
            mutator.begin(0);
            assertEquals(2 * INCREMENTS, mutator.load(ref, TestHeap.FIRST));
            assertEquals(-2 * INCREMENTS, mutator.load(ref, TestHeap.FIRST + 1));
            assertTrue(mutator.commit());
        }
    }

    @Test
    void shouldLeaveNothingOfAPrivateHeapWhenItsProcessIsKilled() throws Exception {
        try (OtherProcess other = OtherProcess.start(folder, PrivateHeap.class)) {
            other.awaitOutput(PrivateHeap.READY + OtherProcess.heapFolder(folder));
            assertEquals(List.of(), heaps());
            other.kill();
            assertEquals(List.of(), heaps());
        }
    }

    private List<Path> heaps() throws IOException {
        try (Stream<Path> files = Files.list(OtherProcess.heapFolder(folder))) {
            return files.toList();
        }
    }

    static final class Incrementer {
        private Incrementer() {}

        public static void main(String[] arguments) {
            try (Segment segment = Segment.open(Path.of(arguments[0]));
                    Attachment attachment = new Attachment(segment);
                    Mutator mutator = Mutator.open(attachment)) {
                increment(mutator, segment.memory().getAcquire(Superblock.ROOT));
            }
        }

        static void increment(Mutator mutator, long ref) {
            for (int i = 0; i < INCREMENTS; i++) {
                TestHeap.atomically(mutator, () -> {
                    mutator.store(ref, TestHeap.FIRST, mutator.load(ref, TestHeap.FIRST) + 1);
                    mutator.store(ref, TestHeap.FIRST + 1, mutator.load(ref, TestHeap.FIRST + 1) - 1);
                });
            }
        }
    }

    /** Opens a private heap, says where, and waits to be killed. */
    static final class PrivateHeap {
        static final String READY = "ready: ";

        private PrivateHeap() {}

        public static void main(String[] arguments) throws InterruptedException {
            try (Segment segment = Segment.createPrivate(16L << 20, made -> {})) {
                System.out.println(READY + HeapFolder.folder() + File.separator + segment.uuid());
                Thread.sleep(Long.MAX_VALUE);
            }
        }
    }
}
