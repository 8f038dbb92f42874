// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.SharedList;
import org.sharedobjects.heap.Size;
import org.sharedobjects.heap.damage.Damage;
import org.sharedobjects.heap.damage.SampleHeap;
import org.sharedobjects.heap.error.HeapException;
import org.sharedobjects.heap.error.HeapFormatException;
import org.sharedobjects.heap.error.HeapNotFoundException;
import org.sharedobjects.heap.read.Problems;
import org.sharedobjects.heap.value.Cell;

@Timeout(120)
class HeapCheckTest {
    private static final int CASES = Damage.cases(500);

    @TempDir
    private Path folder;

    @Test
    void shouldFindNothingWrongInANewHeap() {
        try (SharedHeap heap = SharedHeap.openPrivate(Size.mib(1))) {
            HeapReport report = heap.check();
            assertEquals(List.of(), report.problems());
            assertEquals(8, report.objects(), "the roots, and a list and a dict of each registry");
            assertEquals(1, report.values());
            assertTrue(report.isSound());
        }
    }

    @Test
    void shouldFindNothingWrongInAHeapOfEverything() {
        try (Sample sample = new Sample()) {
            HeapReport report = sample.heap.check();
            assertEquals(List.of(), report.problems());
            assertTrue(report.bytes() > 300_000, report.figures());
            assertTrue(report.liveBlocks() > report.unreachedBlocks(), report.figures());
        }
    }

    @Test
    void shouldFindNothingWrongInTheFileOfAClosedHeapAndNotChangeIt() throws Exception {
        byte[] image = SampleHeap.image(folder);
        Path file = Files.write(folder.resolve("heap"), image);
        assertEquals(List.of(), SharedHeap.check(file).problems());
        assertTrue(Arrays.equals(image, Files.readAllBytes(file)), "the check changed the heap");
    }

    @Test
    void shouldReachAllBlocksOfAClosedHeapThatWasOnlyFilled() throws Exception {
        Path file = folder.resolve("heap");
        try (SharedHeap heap = SharedHeap.builder()
                .file(file)
                .size(Size.mib(16))
                .createIfMissing()
                .open()) {
            heap.root().put("list", List.of("a text of some length", List.of(1, 2)));
        }
        assertEquals(0, SharedHeap.check(file).unreachedBlocks());
    }

    @Test
    void shouldCountWhatNobodyRefersTo() {
        try (SharedHeap heap = SharedHeap.openPrivate(Size.mib(16))) {
            long before = heap.check().objects();
            heap.root().put("list", List.of(1, 2));
            assertEquals(before + 1, heap.check().objects());
            heap.root().remove("list");
            HeapReport report = heap.check();
            assertEquals(before, report.objects());
            assertTrue(report.unreachedBlocks() > 0);
        }
    }

    @Test
    void shouldReachTheEndOfCyclesAndDeepStructures() {
        try (SharedHeap heap = SharedHeap.openPrivate(Size.mib(64))) {
            List<Object> outer = new ArrayList<>();
            for (int i = 0; i < 100_000; i++) {
                outer = new ArrayList<>(List.of(outer));
            }
            heap.root().put("deep", outer);
            heap.root().put("self", heap.root());
            HeapReport report = heap.check();
            assertEquals(List.of(), report.problems());
            assertTrue(report.objects() > 100_000);
        }
    }

    @Test
    void shouldListTheFirstProblemsAndCountTheOthers() {
        try (SharedHeap heap = SharedHeap.openPrivate(Size.mib(16))) {
            heap.root().put("list", new ArrayList<>(List.of(1)));
            SharedList list = (SharedList) heap.root().values().iterator().next();
            for (int i = 0; i < 299; i++) {
                list.add(i);
            }
            long body = heap.memory().getPlain(list.ref() + 8);
            for (int i = 0; i < 300; i++) {
                heap.memory().putPlain(body + 16 + i * 8L, Cell.EMPTY);
            }
            List<String> problems = heap.check().problems();
            assertEquals(Problems.MOST + 1, problems.size());
            assertEquals("and more: problems=200", problems.getLast());
        }
    }

    @Test
    void shouldRefuseWhatIsNoHeap() throws Exception {
        assertThrows(HeapNotFoundException.class, () -> SharedHeap.check(folder.resolve("absent")));
        Path text = Files.writeString(folder.resolve("text"), "x".repeat(5000));
        assertThrows(HeapFormatException.class, () -> SharedHeap.check(text));
    }

    @Test
    @Timeout(3_600)
    void shouldEndSoonAndWithAReportWhateverIsWrong() throws Exception {
        byte[] image = SampleHeap.image(folder);
        Damage damage = new Damage(image);
        Path file = folder.resolve("heap");
        int refused = 0;
        int found = 0;
        for (long seed = 0; seed < CASES; seed++) {
            Files.write(file, damage.apply(seed));
            try {
                found += SharedHeap.check(file).isSound() ? 0 : 1;
            } catch (HeapException e) {
                refused++;
            }
        }
        assertFalse(refused > CASES / 5, "refused: " + refused);
        assertTrue(found > CASES / 2, "found: " + found);
    }
}
