// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.txn.MutatorPool;
import org.sharedobjects.heap.value.Cell;

class RecordsTest extends HeapTest {
    private Shapes shapes;
    private Shape root;

    @BeforeEach
    void shapes() {
        shapes = heap.shapes();
        root = shapes.root(heap.registry().classes().id("shop.Account"));
    }

    private long get(long ref, String name) {
        return Records.get(heap.mutator(), shapes, ref, name);
    }

    private long set(long ref, String name, long cell) {
        return Records.set(heap.mutator(), shapes, ref, name, cell);
    }

    @Test
    void shouldGiveInstancesOfOneHistoryOneShape() {
        long first = Records.create(allocator, root, 0);
        long second = Records.create(allocator, root, 4);
        for (long ref : new long[] {first, second}) {
            assertEquals(Cell.EMPTY, set(ref, "owner", integer(1)));
            assertEquals(Cell.EMPTY, set(ref, "balance", integer(2)));
        }
        Shape shape = Records.shape(mutator, shapes, first);
        assertSame(shape, Records.shape(mutator, shapes, second));
        assertEquals(List.of("owner", "balance"), shape.names());
        assertEquals(1, shapes.lookup(shape.id(), "balance"));
        assertEquals(Shape.ABSENT, shapes.lookup(shape.id(), "colour"));
        assertEquals("shop.Account", heap.registry().classes().name(shape.classId()));
    }

    @Test
    void shouldReadAndWriteByShapeAndPlaceOnTheHotPath() {
        Shape shape = shapes.with(shapes.with(root, "owner"), "balance");
        long ref = Records.create(allocator, shape, new long[] {integer(1), integer(2)});
        assertEquals(shape.id(), Records.tryShapeId(heap.memory(), ref));
        assertEquals(integer(2), Records.tryGet(heap.memory(), ref, shape.id(), 1));
        assertEquals(Cell.MISS_SLOW, Records.tryGet(heap.memory(), ref, root.id(), 1));
        assertTrue(Records.trySet(mutator, ref, shape.id(), 1, integer(3)));
        assertFalse(Records.trySet(mutator, ref, root.id(), 1, integer(4)));
        assertEquals(integer(3), get(ref, "balance"));
        assertEquals(Cell.EMPTY, get(ref, "colour"));
    }

    @Test
    void shouldForgetARemovedAttributeAndTakeItAgain() {
        long ref = Records.create(allocator, root, 0);
        set(ref, "a", integer(1));
        set(ref, "b", integer(2));
        assertEquals(integer(1), Records.delete(mutator, shapes, ref, "a"));
        assertEquals(Cell.EMPTY, Records.delete(mutator, shapes, ref, "a"));
        assertEquals(Cell.EMPTY, get(ref, "a"));
        assertArrayEquals(
                new String[] {"b"}, Records.snapshot(mutator, shapes, ref).names());
        assertEquals(Cell.EMPTY, set(ref, "a", integer(3)));
        assertEquals(integer(3), get(ref, "a"));
    }

    @Test
    void shouldGoToADictWhenThereAreTooManyAttributes() {
        Random random = new Random(7);
        long ref = Records.create(allocator, root, 0);
        Map<String, Long> expected = new LinkedHashMap<>();
        for (int i = 0; i < 2_000; i++) {
            String name = "attribute" + random.nextInt(150);
            if (i % 5 == 4 && i > 500) {
                Long before = expected.remove(name);
                assertEquals(before == null ? Cell.EMPTY : before, Records.delete(mutator, shapes, ref, name));
            } else {
                Long before = expected.put(name, integer(i));
                assertEquals(before == null ? Cell.EMPTY : before, set(ref, name, integer(i)));
            }
        }
        Shape shape = Records.shape(mutator, shapes, ref);
        assertTrue(shape.dictMode());
        assertEquals(root.classId(), shape.classId());
        Records.Snapshot snapshot = Records.snapshot(mutator, shapes, ref);
        assertArrayEquals(expected.keySet().toArray(String[]::new), snapshot.names());
        assertArrayEquals(expected.values().stream().mapToLong(Long::longValue).toArray(), snapshot.cells());
        expected.forEach((name, cell) -> assertEquals(cell, get(ref, name)));
    }

    @Test
    void shouldUndoANewAttributeButKeepItsShape() {
        long ref = Records.create(allocator, root, 0);
        set(ref, "a", integer(1));
        undone(() -> {
            for (int i = 0; i < 30; i++) {
                set(ref, "b" + i, integer(i));
            }
            set(ref, "a", integer(9));
            assertEquals(integer(9), get(ref, "a"));
            assertEquals(integer(29), get(ref, "b29"));
        });
        assertArrayEquals(
                new String[] {"a"}, Records.snapshot(mutator, shapes, ref).names());
        assertEquals(integer(1), get(ref, "a"));
        int symbol = shapes.symbols().find("b29");
        assertNotEquals(-1, symbol);
        Shape shape = Records.shape(mutator, shapes, ref);
        assertEquals(1, shapes.with(shape, "b0").lookup("b0"));
    }

    @Test
    void shouldKeepSymbolsAndShapesWhenReadAnewFromTheHeap() {
        Shape shape = shapes.with(shapes.with(root, "owner"), "a rather long attribute name");
        Shape dictShape = shapes.dictRoot(root.classId());
        Registry again = new Registry(new MutatorPool(heap.attachment()), heap.allocator(), heap.systemRef());
        Shape same = again.shapes().get(shape.id());
        assertEquals(shape.names(), same.names());
        assertEquals(shape.classId(), same.classId());
        assertEquals(root.id(), again.shapes().root(root.classId()).id());
        assertEquals(
                shape.id(),
                again.shapes()
                        .with(
                                again.shapes().with(again.shapes().root(root.classId()), "owner"),
                                "a rather long attribute name")
                        .id());
        assertTrue(again.shapes().get(dictShape.id()).dictMode());
        assertEquals(shapes.symbols().id("owner"), again.symbols().find("owner"));
        assertEquals(-1, again.symbols().find("never used"));
        assertEquals("owner", again.symbols().name(again.symbols().id("owner")));
    }

    @Test
    void shouldGiveOneNumberToOneNameInAllThreads() throws Exception {
        Registry[] registries = new Registry[4];
        AtomicInteger ids = new AtomicInteger();
        inThreads(4, () -> {
            int id = ids.getAndIncrement();
            registries[id] = new Registry(new MutatorPool(heap.attachment()), heap.allocator(), heap.systemRef());
            for (int i = 0; i < 500; i++) {
                registries[id].symbols().id("symbol " + i);
                Shapes own = registries[id].shapes();
                own.with(own.root(3), "symbol " + i % 50);
            }
            return null;
        });
        for (int i = 0; i < 500; i++) {
            for (Registry registry : registries) {
                assertEquals(
                        registries[0].symbols().id("symbol " + i),
                        registry.symbols().id("symbol " + i));
                assertEquals(
                        "symbol " + i,
                        registry.symbols().name(registry.symbols().find("symbol " + i)));
            }
        }
    }

    @Test
    void shouldNeverShowAHalfAddedAttribute() throws Exception {
        long[] refs = new long[2_000];
        for (int i = 0; i < refs.length; i++) {
            refs[i] = Records.create(allocator, root, 0);
        }
        AtomicBoolean writing = new AtomicBoolean(true);
        AtomicInteger roles = new AtomicInteger();
        inThreads(2, () -> {
            if (roles.getAndIncrement() == 0) {
                for (long ref : refs) {
                    for (int i = 0; i < 8; i++) {
                        set(ref, "f" + i, integer(i));
                    }
                }
                writing.set(false);
                return null;
            }
            while (writing.get()) {
                for (long ref : refs) {
                    Records.Snapshot seen = Records.snapshot(heap.mutator(), shapes, ref);
                    for (int i = 0; i < seen.cells().length; i++) {
                        assertEquals(integer(i), seen.cells()[i]);
                    }
                }
            }
            return null;
        });
    }

    @Test
    void shouldReportAnImpossibleShapeAsCorruption() {
        long ref = Records.create(allocator, root, 0);
        heap.memory().putPlain(ref + ObjectLayout.INLINE_BODY, ObjectLayout.header(60_000, Kind.RECORD, 2));
        assertThrows(HeapCorruptException.class, () -> get(ref, "a"));
        assertThrows(HeapCorruptException.class, () -> shapes.get(-1));
        assertThrows(HeapCorruptException.class, () -> shapes.get(0));
    }
}
