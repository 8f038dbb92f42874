// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sharedobjects.heap.layout.ProcessLayout;
import org.sharedobjects.heap.memory.Segment;

@EnabledOnOs(OS.LINUX)
@Timeout(60)
class DeadProcessTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Path file;

    @SuppressWarnings("NullAway.Init")
    private Segment segment;

    @SuppressWarnings("NullAway.Init")
    private ProcessTable table;

    @BeforeEach
    void makeHeap() {
        file = folder.resolve("heap");
        segment = Segment.create(file, 1L << 20, made -> {});
        table = new ProcessTable(segment);
        table.join();
    }

    @AfterEach
    void close() {
        segment.close();
    }

    private long ownerOfTheOther() throws InterruptedException {
        while (segment.memory().getAcquire(Participant.OWNER) == ProcessLayout.NOBODY) {
            Thread.sleep(1);
        }
        return segment.memory().getAcquire(Participant.OWNER);
    }

    private void assertAlive(long owner) {
        assertTrue(table.isAlive(owner));
    }

    private static void signal(String name, long pid) throws IOException, InterruptedException {
        assertEquals(0, new ProcessBuilder("kill", "-" + name, "" + pid).start().waitFor());
    }

    @Test
    void shouldFindAKilledProcessDeadAtOnceAndLetItsEntryBeUsedAgain() throws Exception {
        try (OtherProcess other = OtherProcess.start(folder, Participant.class, file)) {
            long owner = ownerOfTheOther();
            assertAlive(owner);
            other.kill();
            assertFalse(table.isAlive(owner));
            ProcessTable next = new ProcessTable(segment);
            next.join();
            assertEquals(ProcessLayout.entryOf(owner), ProcessLayout.entryOf(next.owner()));
            assertFalse(table.isAlive(owner));
            next.leave();
        }
    }

    @Test
    void shouldNotTakeAStoppedProcessForADeadOne() throws Exception {
        try (OtherProcess other = OtherProcess.start(folder, Participant.class, file)) {
            long owner = ownerOfTheOther();
            signal("STOP", other.pid());
            for (int i = 0; i < 100; i++) {
                assertAlive(owner);
                Thread.sleep(1);
            }
            signal("CONT", other.pid());
            assertAlive(owner);
            segment.memory().putRelease(Participant.OWNER, Participant.LEAVE);
            other.join();
            assertFalse(table.isAlive(owner));
        }
    }

    @Test
    void shouldFindAStoppedProcessDeadWhenItIsKilled() throws Exception {
        try (OtherProcess other = OtherProcess.start(folder, Participant.class, file)) {
            long owner = ownerOfTheOther();
            signal("STOP", other.pid());
            other.kill();
            assertFalse(table.isAlive(owner));
        }
    }

    @Test
    void shouldFindAKilledProcessDeadWhileAChildOfItLives() throws Exception {
        Path pid = folder.resolve("pid");
        String command = "sleep 60 >/dev/null 2>&1 & echo $! > " + pid;
        try (OtherProcess other = OtherProcess.start(folder, Participant.class, file, command)) {
            long owner = ownerOfTheOther();
            ProcessHandle child = ProcessHandle.of(
                            Long.parseLong(Files.readString(pid).trim()))
                    .orElseThrow();
            other.kill();
            assertTrue(child.isAlive());
            assertFalse(table.isAlive(owner));
            child.destroyForcibly();
        }
    }

    @Test
    void shouldBeSeenByOthersWhateverElseIsDoneWithTheFile() throws Exception {
        try (OtherProcess other = OtherProcess.start(folder, Participant.class, file)) {
            long owner = ownerOfTheOther();
            Files.readAllBytes(file);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.lock(0, 1, false).release();
            }
            Segment.open(file).close();
            try (Segment third = Segment.open(file)) {
                assertTrue(new ProcessTable(third).isAlive(table.owner()));
            }
            Files.delete(file);
            assertAlive(owner);
            other.kill();
            assertFalse(table.isAlive(owner));
        }
    }
}
