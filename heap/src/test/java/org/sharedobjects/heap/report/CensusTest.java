// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.SharedInstance;
import org.sharedobjects.heap.Size;
import org.sharedobjects.heap.report.Census.ClassRow;
import org.sharedobjects.heap.struct.Records;

@Timeout(120)
class CensusTest {
    private final SharedHeap heap = SharedHeap.openPrivate(Size.mib(64));

    @AfterEach
    void close() {
        heap.close();
    }

    private static ClassRow row(Census census, String name) {
        return census.classes().stream()
                .filter(row -> row.name().equals(name))
                .findFirst()
                .orElse(new ClassRow(name, name, 0, 0));
    }

    private SharedInstance instance(String key) {
        int classId = heap.registry().classes().id(key);
        return (SharedInstance)
                heap.view(Records.create(heap.allocator(), heap.shapes().root(classId), 2));
    }

    @Test
    void shouldFindTheRootAndTheSystemInANewHeap() {
        Census census = heap.census();
        assertEquals(1, row(census, "dict").objects());
        assertTrue(row(census, Census.SYSTEM).objects() > 0);
        assertEquals(0, census.unreadable());
    }

    @Test
    void shouldCountObjectsAndValuesByTheirKind() {
        heap.root().put("list", List.of("a text of some length", 1, List.of(2)));
        heap.root().put("bytes", new byte[1000]);
        Census census = heap.census();
        assertEquals(2, row(census, "list").objects());
        assertEquals(1, row(census, "str").objects());
        assertEquals(1, row(census, "bytes").objects());
        assertTrue(row(census, "bytes").bytes() >= 1000);
    }

    @Test
    void shouldCountInstancesByTheirClassAndTogether() {
        heap.root().put("a", instance("shop.Account"));
        heap.root().put("b", instance("shop.Account"));
        heap.root().put("c", instance("shop.Customer"));
        Census census = heap.census();
        assertEquals(2, row(census, "shop.Account").objects());
        assertEquals(1, row(census, "shop.Customer").objects());
        List<ClassRow> kinds = census.kinds();
        assertEquals(
                3,
                kinds.stream()
                        .filter(row -> row.name().equals("instance"))
                        .mapToLong(ClassRow::objects)
                        .sum());
        assertEquals(census.bytes(), kinds.stream().mapToLong(ClassRow::bytes).sum());
    }

    @Test
    void shouldCountChunksForTheListTheyBelongTo() {
        heap.root().put("large", Collections.nCopies(100_000, 7L));
        Census census = heap.census();
        assertEquals(1, row(census, "list").objects());
        assertTrue(row(census, "list").bytes() > 100_000 * Long.BYTES);
    }

    @Test
    void shouldCountAllPartsForTheDictTheyBelongTo() {
        Map<Long, Long> large = new HashMap<>();
        IntStream.range(0, 10_000).forEach(i -> large.put((long) i, (long) i));
        heap.root().put("large", large);
        Census census = heap.census();
        assertEquals(2, row(census, "dict").objects());
        assertEquals(0, row(census, "tuple").objects());
        assertTrue(row(census, "dict").bytes() > 10_000 * 3 * Long.BYTES);
    }

    @Test
    void shouldCountWhatIsReachedTwiceOnceAndEndInCycles() {
        heap.root().put("self", heap.root());
        heap.root().put("list", List.of(1));
        heap.root().put("again", heap.root().get("list"));
        assertEquals(1, row(heap.census(), "list").objects());
        assertEquals(1, row(heap.census(), "dict").objects());
    }

    @Test
    void shouldCountWhatOnlyHandlesHoldAndNotWhatIsGarbage() {
        heap.root().put("list", new ArrayList<>(List.of(List.of(1), List.of(2))));
        Object held = heap.root().get("list");
        heap.root().remove("list");
        assertEquals(3, row(heap.census(), "list").objects());
        assertTrue(held != null);
        heap.root().put("x", new byte[100_000]);
        heap.root().remove("x");
        assertEquals(0, row(heap.census(), "bytes").objects());
    }

    @Test
    void shouldPutTheClassWithTheMostBytesFirst() {
        heap.root().put("bytes", new byte[1_000_000]);
        assertEquals("bytes", heap.census().classes().getFirst().name());
    }
}
