// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.reclaim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.SharedInstance;
import org.sharedobjects.heap.SharedList;
import org.sharedobjects.heap.SharedMap;
import org.sharedobjects.heap.alloc.Blocks;
import org.sharedobjects.heap.check.HeapReport;
import org.sharedobjects.heap.handle.HandleBlocks;
import org.sharedobjects.heap.handle.HandleTable;
import org.sharedobjects.heap.layout.Geometry;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.layout.SlotLayout;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.struct.Lists;
import org.sharedobjects.heap.struct.Records;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.FrozenSets;
import org.sharedobjects.heap.value.Tuples;

@Timeout(120)
class MarkerTest {
    private static final String TEXT = "a text that does not fit a cell";

    @TempDir
    private Path folder;

    private CollectedHeap collected;
    private SharedHeap heap;
    private Memory memory;

    @BeforeEach
    void open() {
        collected = new CollectedHeap(folder);
        heap = collected.heap;
        memory = collected.memory;
    }

    @AfterEach
    void close() {
        collected.close();
    }

    private long text(String text) {
        return heap.copyIn(text);
    }

    private long list(long... cells) {
        return Lists.create(collected.allocator, cells, cells.length);
    }

    private long tuple(long... cells) {
        return Cell.offset(Tuples.of(collected.allocator, cells, cells.length));
    }

    private Marker marker() {
        return new Marker(collected.segment, LiveBlocks.take(collected.segment));
    }

    private Marker markedFromObject(long ref) {
        Marker marker = marker();
        marker.object(ref);
        marker.run(() -> {});
        return marker;
    }

    private void assertReachesWhatTheCheckReaches() {
        collected.reopen();
        heap = collected.heap;
        memory = collected.memory;
        HeapReport report = heap.check();
        Marker marker = collected.marked();
        assertEquals(List.of(), report.problems());
        assertEquals(report.liveBlocks() - report.unreachedBlocks(), marker.blocks());
        assertEquals(report.bytes(), marker.bytes());
    }

    @Test
    void shouldReachWhatTheCheckReachesInANewHeap() {
        assertReachesWhatTheCheckReaches();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 300, 20_000})
    void shouldReachNestedListsOfAnySize(int size) {
        heap.root().put("list", Collections.nCopies(size, List.of(TEXT, List.of())));
        SharedList list = (SharedList) Objects.requireNonNull(heap.root().get("list"));
        for (int i = 0; i < size; i++) {
            list.add(new ArrayList<>(List.of(TEXT + i)));
        }
        assertReachesWhatTheCheckReaches();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 300, 20_000})
    void shouldReachDictsOfAnySize(int size) {
        Map<String, Object> map = new HashMap<>();
        for (int i = 0; i < size; i++) {
            map.put(TEXT + i, List.of(TEXT + -i));
        }
        heap.root().put("map", map);
        SharedMap copy = (SharedMap) Objects.requireNonNull(heap.root().get("map"));
        for (int i = 0; i < size; i += 2) {
            copy.remove(TEXT + i);
            copy.put("another key " + i, Map.of(TEXT, TEXT));
        }
        assertReachesWhatTheCheckReaches();
    }

    @Test
    void shouldReachInstances() {
        int account = heap.registry().classes().id("account");
        for (String name : List.of("small", "wide")) {
            long ref = Records.create(heap.allocator(), heap.shapes().root(account), 0);
            heap.root().put(name, heap.view(ref));
            SharedInstance instance =
                    (SharedInstance) Objects.requireNonNull(heap.root().get(name));
            for (int i = 0; i < (name.equals("wide") ? 70 : 7); i++) {
                instance.set("attribute number " + i, List.of(TEXT + i));
            }
        }
        assertReachesWhatTheCheckReaches();
    }

    @Test
    void shouldReachImmutableValuesAndWhatTheyHold() {
        long[] inner = {text(TEXT), Cell.ofRef(list(text(TEXT + 1))), Cell.ofInt(5)};
        long[] outer = {Cell.ofImmutable(tuple(inner)), FrozenSets.of(collected.allocator, inner, 1)};
        heap.root().put("tuple", heap.toJava(Cell.ofImmutable(tuple(outer))));
        heap.root().put("large text", "x".repeat(300_000));
        heap.root().put("large bytes", new byte[1_000_000]);
        heap.root()
                .put(
                        "large tuple",
                        heap.toJava(Cell.ofImmutable(tuple(LongStream.range(0, 10_000)
                                .map(i -> text(TEXT + i))
                                .toArray()))));
        assertReachesWhatTheCheckReaches();
    }

    @Test
    void shouldGoDownDeepStructuresAndRoundCycles() {
        List<Object> outer = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            outer = new ArrayList<>(List.of(outer));
        }
        heap.root().put("deep", outer);
        heap.root().put("self", heap.root());
        assertReachesWhatTheCheckReaches();
    }

    @Test
    void shouldNotMarkGarbage() {
        long text = text(TEXT);
        long first = list(text, Cell.NONE);
        long second = list(Cell.ofRef(first));
        Lists.set(heap.mutator(), first, 1, Cell.ofRef(second));
        long tuple = tuple(Cell.ofRef(first));
        Marker marker = collected.marked();
        for (long block : new long[] {Cell.offset(text), first, second, tuple}) {
            assertFalse(marker.isMarked(block));
        }
    }

    @Test
    void shouldMarkABodyThatHasMovedOut() {
        long ref = list(Cell.NONE);
        for (int i = 0; i < 100; i++) {
            Lists.append(heap.mutator(), ref, Cell.ofInt(i));
        }
        assertTrue(markedFromObject(ref).isMarked(memory.getPlain(ref + ObjectLayout.BODY)));
    }

    @Test
    void shouldIgnoreWhatIsNoStartOfABlock() {
        long ref = list(Cell.NONE);
        Marker marker = marker();
        Geometry geometry = collected.segment.geometry();
        for (long wrong : new long[] {
            0,
            8,
            -16,
            ref + 16,
            ref + 8,
            ref - 16,
            Superblock.SIZE,
            geometry.sizeBytes(),
            Long.MIN_VALUE,
            Long.MAX_VALUE
        }) {
            assertFalse(marker.object(wrong));
            assertFalse(marker.value(wrong));
            assertFalse(marker.body(wrong));
            marker.cell(wrong);
        }
        assertEquals(0, marker.blocks());
    }

    @Test
    void shouldIgnoreFreeBlocksUnlessTheyWereLiveInTheSnapshot() {
        long block = collected.allocator.allocate(100_000);
        LiveBlocks before = LiveBlocks.take(collected.segment);
        collected.allocator.release(block);
        assertFalse(marker().body(block));
        assertTrue(new Marker(collected.segment, before).body(block));
    }

    @Test
    void shouldAcceptBlocksThatAreYoungerThanTheSnapshot() {
        LiveBlocks before = LiveBlocks.take(collected.segment);
        long block = collected.allocator.allocate(10 << 20);
        assertEquals(0, before.bytesAt(block));
        assertTrue(new Marker(collected.segment, before).object(block));
    }

    @Test
    void shouldVisitABlockBothAsObjectAndAsValue() {
        long child = Cell.offset(text(TEXT));
        long tuple = tuple(Cell.ofImmutable(child));
        Marker marker = markedFromObject(tuple);
        assertFalse(marker.isMarked(child));
        assertTrue(marker.value(tuple));
        marker.run(() -> {});
        assertTrue(marker.isMarked(child));
    }

    @Test
    void shouldNotFollowWhatIsInATextOrBehindTheEndOfATuple() {
        long ref = list();
        byte[] bytes = new byte[64];
        long cell = heap.copyIn(bytes);
        long tuple = tuple(Cell.NONE);
        for (long word = 16; word < 64; word += 8) {
            memory.putPlain(Cell.offset(cell) + word, Cell.ofRef(ref));
        }
        memory.putPlain(tuple + 24, Cell.ofRef(ref));
        Marker marker = marker();
        marker.cell(cell);
        marker.value(tuple);
        marker.run(() -> {});
        assertEquals(2, marker.blocks());
    }

    @Test
    void shouldLookAtEachWordOfABodyWhateverItSays() {
        long ref = collected.allocator.allocate(512);
        long text = text(TEXT);
        memory.clear(ref, 512);
        memory.putPlain(ref + ObjectLayout.BODY, ref + ObjectLayout.INLINE_BODY);
        memory.putPlain(ref + 16, ObjectLayout.header(-1, 255, ObjectLayout.MAX_CAPACITY));
        memory.putPlain(ref + 24, -1);
        memory.putPlain(ref + 504, text);
        Marker marker = markedFromObject(ref);
        assertTrue(marker.isMarked(Cell.offset(text)));
        assertEquals(2, marker.blocks(), "looked beyond the block");
    }

    @Test
    void shouldFollowTheHandlesOfLivingProcesses() {
        long text = text(TEXT);
        long ref = list(text);
        try (HandleTable table = new HandleBlocks(heap.attachment()).newTable()) {
            for (int i = 0; i < 2000; i++) {
                table.add(Cell.ofRef(list()));
            }
            int number = table.add(Cell.ofRef(ref));
            Marker marker = collected.marked();
            assertTrue(marker.isMarked(ref) && marker.isMarked(Cell.offset(text)));
            table.remove(number);
            assertFalse(collected.marked().isMarked(ref));
        }
        long before = collected.marked().blocks();
        assertTrue(before - heap.check().objects() >= 4, "blocks of handles");
    }

    @Test
    void shouldMarkLogsThatHaveABlockOfTheirOwn() {
        long log = collected.allocator.allocate(5000);
        memory.putPlain(SlotLayout.offset(5) + SlotLayout.LOG, log);
        assertTrue(collected.marked().isMarked(log));
    }

    @Test
    void shouldShowProgress() {
        heap.root().put("list", Collections.nCopies(500_000, 1L));
        AtomicInteger shown = new AtomicInteger();
        Marker marker = marker();
        marker.object(heap.rootRef());
        marker.run(shown::incrementAndGet);
        assertTrue(shown.get() > 3, "shown " + shown);
    }

    @Test
    void shouldComeToAnEndInAHeapFullOfGarbage() {
        heap.root().put("list", Collections.nCopies(5000, List.of(TEXT)));
        heap.root().put("text", "x".repeat(300_000));
        for (int seed = 0; seed < 200; seed++) {
            scribble(new Random(seed));
            assertTrue(collected.marked().blocks() > 0);
        }
    }

    /** Random words in random places of the spans, among them references to blocks and to what is none. */
    private void scribble(Random random) {
        Geometry geometry = collected.segment.geometry();
        long used = (long) new Blocks(memory, geometry).high() * Geometry.SPAN_BYTES;
        for (int i = 0; i < 2000; i++) {
            long place = geometry.spans() + random.nextLong(used);
            long offset = geometry.spans() + random.nextLong(used);
            memory.putPlain(
                    place,
                    switch (random.nextInt(6)) {
                        case 0 -> random.nextLong();
                        case 1 -> Cell.ofRef(offset & -32);
                        case 2 -> Cell.ofImmutable(offset & -32);
                        case 3 -> offset & -64;
                        case 4 -> (long) random.nextInt(8) << 32 | (random.nextInt() & 0xFFFF_FFFFL);
                        default -> random.nextInt();
                    });
        }
    }
}
