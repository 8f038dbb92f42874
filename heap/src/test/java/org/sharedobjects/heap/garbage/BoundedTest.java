// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.garbage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.Size;
import org.sharedobjects.heap.error.HeapLimitException;
import org.sharedobjects.heap.handle.Handles;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.struct.Records;
import org.sharedobjects.heap.struct.Shape;
import org.sharedobjects.heap.struct.Shapes;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.heap.value.Cell;

/** What grows with nothing but use. */
@Timeout(240)
class BoundedTest {
    private static final boolean LONG = Boolean.getBoolean("pso.long");
    private static final int ROUNDS = LONG ? 200_000 : 10_000;
    private static final int PART = ROUNDS / 20;
    private static final long SMALL_BLOCK_BYTES = 32;

    /**
     * The action runs again and again; in the second half the heap, without garbage, must not grow as it would if each action left
     * one small block behind.
     */
    private static void assertBounded(SharedHeap heap, Mutator mutator, Runnable action) {
        long[] most = new long[2];
        for (int round = 0; round < ROUNDS; round++) {
            mutator.pass();
            action.run();
            if (round % PART == PART - 1) {
                mutator.rest();
                collect(heap);
                mutator.pass();
                int half = round / (ROUNDS / 2);
                most[half] = Math.max(most[half], heap.usedBytes());
            }
        }
        assertTrue(
                most[1] - most[0] < ROUNDS / 2 * SMALL_BLOCK_BYTES, () -> most[0] + " bytes at most, then " + most[1]);
        assertEquals(List.of(), heap.check().problems());
    }

    /** Memory that was free goes back to the system when it has been found free twice in a row. */
    private static void collect(SharedHeap heap) {
        for (int i = 0; i < 3; i++) {
            assertFalse(heap.collect().wasGivenUp());
        }
    }

    private static String randomName() {
        return "a name at random " + ThreadLocalRandom.current().nextLong();
    }

    @Test
    void shouldForgetAttributesWithRandomNames() {
        try (SharedHeap heap = SharedHeap.openPrivate(Size.mib(16));
                Mutator mutator = heap.newMutator()) {
            Shapes shapes = heap.shapes();
            Shape root = shapes.root(heap.registry().classes().id("one"));
            assertBounded(heap, mutator, () -> {
                long ref = Records.create(heap.allocator(), root, 0);
                for (int i = 0; i < 3; i++) {
                    String name = randomName();
                    Records.set(mutator, shapes, ref, name, Cell.ofInt(i));
                    assertEquals(Cell.ofInt(i), Records.get(mutator, shapes, ref, name));
                }
            });
            Shape other = shapes.with(
                    shapes.with(shapes.root(heap.registry().classes().id("other")), "x"), "y");
            assertFalse(other.dictMode());
        }
    }

    @Test
    void shouldKeepOneInstanceWithManyAttributesUsable() {
        try (SharedHeap heap = SharedHeap.openPrivate(Size.mib(16));
                Mutator mutator = heap.newMutator()) {
            Shapes shapes = heap.shapes();
            long ref = Records.create(
                    heap.allocator(), shapes.root(heap.registry().classes().id("one")), 0);
            Records.set(mutator, shapes, ref, "x", Cell.ofInt(1));
            int handle = heap.handles().add(Cell.ofRef(ref));
            assertBounded(heap, mutator, () -> {
                String name = randomName();
                assertEquals(Cell.EMPTY, Records.delete(mutator, shapes, ref, name));
                Records.set(mutator, shapes, ref, name, Cell.ofInt(2));
                assertEquals(Cell.ofInt(2), Records.set(mutator, shapes, ref, name, Cell.ofInt(3)));
                assertEquals(Cell.ofInt(3), Records.delete(mutator, shapes, ref, name));
            });
            assertEquals(Cell.ofInt(1), Records.get(mutator, shapes, ref, "x"));
            heap.handles().remove(handle);
        }
    }

    @Test
    void shouldKeepNamesTooLongForShapesInADict() {
        try (SharedHeap heap = SharedHeap.openPrivate(Size.mib(16))) {
            Shapes shapes = heap.shapes();
            assertTrue(shapes.with(shapes.root(heap.registry().classes().id("one")), "x".repeat(1000))
                    .dictMode());
        }
    }

    @Test
    void shouldHaveRoomForTheShapesOfAllClasses() {
        try (SharedHeap heap = SharedHeap.openPrivate(Size.mib(64))) {
            Shapes shapes = heap.shapes();
            for (int id = 0; id < Shapes.MAX_CLASSES; id += LONG ? 1 : 64) {
                assertTrue(shapes.dictRoot(id).dictMode());
                assertFalse(shapes.root(id).dictMode());
            }
            if (LONG) {
                for (int id = 0; id < Shapes.MAX_CLASSES; id++) {
                    heap.registry().classes().id("class " + id);
                }
                assertThrows(
                        HeapLimitException.class,
                        () -> heap.registry().classes().id("one too many"));
            }
        }
    }

    @Test
    void shouldUsePlacesOfThoseWhoHaveLeft(@TempDir Path folder) {
        Path file = folder.resolve("heap");
        try (SharedHeap heap = SharedHeap.builder()
                .file(file)
                .size(Size.mib(16))
                .createIfMissing()
                .open()) {
            heap.root().put("list", List.of(1));
            comeAndGo(file, 20);
            long used = heap.usedBytes();
            long slots = heap.memory().getVolatile(Superblock.SLOT_HIGH);
            comeAndGo(file, LONG ? 1000 : 50);
            assertEquals(slots, heap.memory().getVolatile(Superblock.SLOT_HIGH));
            assertTrue(heap.usedBytes() <= used, () -> used + " bytes, then " + heap.usedBytes());
        }
    }

    private static void comeAndGo(Path file, int times) {
        for (int i = 0; i < times; i++) {
            try (SharedHeap other = SharedHeap.builder().file(file).open();
                    Mutator mutator = other.newMutator()) {
                mutator.pass();
                Handles handles = other.handles();
                for (int handle = 0; handle < 2000; handle++) {
                    handles.add(Cell.ofRef(other.rootRef()));
                }
            }
        }
    }
}
