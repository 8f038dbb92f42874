// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.damage;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.sharedobjects.heap.Complex;
import org.sharedobjects.heap.SharedArray;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.SharedInstance;
import org.sharedobjects.heap.SharedMap;
import org.sharedobjects.heap.Size;
import org.sharedobjects.heap.struct.Records;
import org.sharedobjects.heap.value.FrozenSets;
import org.sharedobjects.heap.value.Tuples;

/** A small heap with every kind of object and value in it. */
public final class SampleHeap {
    private static final int ELEMENTS = 60;
    /** Too many for one body. */
    private static final int LARGE = 600;

    private static final int MANY = 250;

    private SampleHeap() {}

    public static byte[] image(Path folder) throws IOException {
        Path file = folder.resolve("sample");
        try (SharedHeap heap = SharedHeap.builder()
                .file(file)
                .size(Size.mib(2))
                .createIfMissing()
                .open()) {
            fill(heap);
        }
        byte[] image = Files.readAllBytes(file);
        Files.delete(file);
        return image;
    }

    private static void fill(SharedHeap heap) {
        SharedMap root = heap.root();
        List<Object> numbers = new ArrayList<>();
        Map<Object, Object> names = new LinkedHashMap<>();
        for (int i = 0; i < ELEMENTS; i++) {
            numbers.add(i % 3 == 0 ? i + 0.5 : i);
            names.put("the name of number " + i, i);
            names.put(i, "n" + i);
        }
        root.put("numbers", numbers);
        root.put("names", names);
        root.put("tree", Collections.nCopies(LARGE, 7));
        for (char code : new char[] {'b', 'H', 'd', 'Q'}) {
            SharedArray array = heap.array(code, code == 'H' ? LARGE * 2 : ELEMENTS);
            array.setBytes(1, new byte[] {1, 2, 3, 4, 5, 6, 7, -8});
            root.put("array of " + code, array);
        }
        Map<Object, Object> many = new LinkedHashMap<>();
        for (int i = 0; i < MANY; i++) {
            many.put(i % 2 == 0 ? "key of number " + i : i, i);
        }
        root.put("many", many);
        root.put("keys", many.keySet());
        root.put("few", new LinkedHashSet<>(numbers));
        root.put(
                "texts",
                List.of("short", "a latin-1 text of some length", "текст из букв", "\ud83d\ude00 and more", ""));
        root.put("bytes", List.of(new byte[] {1, 2}, new byte[300]));
        root.put("big", BigInteger.TEN.pow(200));
        root.put("complex", new Complex(1.5, -2));
        byValue(root);
        long[] cells = {heap.copyIn("a text in a tuple"), heap.copyIn(7L), heap.copyIn(BigInteger.ONE.shiftLeft(90))};
        Object tuple = heap.toJava(Tuples.of(heap.allocator(), cells, cells.length));
        root.put("frozen", heap.toJava(FrozenSets.of(heap.allocator(), cells, cells.length)));
        root.put(tuple, List.of(tuple));
        root.put("nested", List.of(Map.of("a", List.of(1, List.of(2, List.of(3)))), Map.of()));
        int account = heap.registry().classes().id("account");
        for (int i = 0; i < 3; i++) {
            long ref = Records.create(heap.allocator(), heap.shapes().root(account), 0);
            SharedInstance instance = (SharedInstance) heap.view(ref);
            instance.set("owner", "somebody with a long name");
            instance.set("balance", i);
            root.put("account" + i, instance);
        }
        root.remove("account1");
    }

    private static void byValue(SharedMap root) {
        OffsetDateTime moment = OffsetDateTime.of(2024, 2, 29, 1, 2, 3, 0, ZoneOffset.ofHours(1));
        List<Object> values = List.of(
                new BigDecimal("0.1"),
                new BigDecimal("1E+450"),
                moment,
                moment.toLocalDate(),
                Duration.ofDays(-5),
                new UUID(7, -8),
                Path.of("a", "b"));
        root.put("by value", values);
        Map<Object, Object> keys = new LinkedHashMap<>();
        values.forEach(value -> keys.put(value, value));
        root.put("keys by value", keys);
    }
}
