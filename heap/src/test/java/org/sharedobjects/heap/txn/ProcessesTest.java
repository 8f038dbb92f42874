// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.txn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.memory.Segment;
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
            Process other = OtherProcess.start(folder, path.toString(), "" + INCREMENTS);
            OtherProcess.increment(mutator, ref, INCREMENTS);
            assertEquals(0, other.waitFor());
            mutator.begin(0);
            assertEquals(2 * INCREMENTS, mutator.load(ref, TestHeap.FIRST));
            assertEquals(-2 * INCREMENTS, mutator.load(ref, TestHeap.FIRST + 1));
            assertTrue(mutator.commit());
        }
    }

    @Test
    void shouldLeaveNothingOfAPrivateHeapWhenItsProcessIsKilled() throws Exception {
        Process other = OtherProcess.start(folder);
        String line = other.inputReader(StandardCharsets.UTF_8).readLine();
        assertTrue(line != null && line.startsWith(OtherProcess.READY + folder), line);
        assertEquals(List.of(), list());
        other.destroyForcibly().waitFor();
        assertEquals(List.of(), list());
    }

    private List<Path> list() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
