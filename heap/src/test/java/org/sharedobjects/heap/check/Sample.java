// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.check;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.sharedobjects.heap.Complex;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.SharedInstance;
import org.sharedobjects.heap.SharedList;
import org.sharedobjects.heap.SharedMap;
import org.sharedobjects.heap.Size;
import org.sharedobjects.heap.alloc.BlockLayout;
import org.sharedobjects.heap.chunk.Directory;
import org.sharedobjects.heap.dicttree.TreeLayout;
import org.sharedobjects.heap.layout.Geometry;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.layout.SpanWord;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.struct.Dicts;
import org.sharedobjects.heap.struct.KeyEquality;
import org.sharedobjects.heap.struct.Records;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.FrozenSets;
import org.sharedobjects.heap.value.Immutables;
import org.sharedobjects.heap.value.ShortText;
import org.sharedobjects.heap.value.Tuples;

/** A heap with something of everything under short names in its root, and ways to damage it. */
final class Sample implements AutoCloseable {
    static final int ENTRIES = 5;
    /** Elements of a list that fills two chunks and a part of a third. */
    private static final int LARGE = 600;

    private static final OffsetDateTime MOMENT = OffsetDateTime.of(2024, 2, 29, 1, 2, 3, 0, ZoneOffset.ofHours(1));

    /** As a class may define it for its instances. */
    private static final long GUEST_HASH = 12_345L << 32;

    /** Entries of a large dict, whose index is one leaf. */
    static final int MANY = 200;

    final SharedHeap heap = SharedHeap.openPrivate(Size.mib(64));
    final Memory memory = heap.memory();
    final Geometry geometry = Geometry.of(heap.sizeBytes());

    Sample() {
        SharedMap root = heap.root();
        root.put("list", List.of(1, "a text of some length", 2.5));
        root.put("moved", new ArrayList<>());
        for (long i = 0; i < 20; i++) {
            ((SharedList) get("moved")).add(i);
        }
        root.put("tree", Collections.nCopies(LARGE, 7L));
        for (char code : new char[] {'B', 'i', 'q'}) {
            root.put("few " + code, heap.array(code, 6));
            root.put("all " + code, heap.array(code, LARGE * 4));
        }
        root.put("dict", Map.of());
        SharedMap dict = (SharedMap) get("dict");
        for (long i = 0; i < ENTRIES; i++) {
            dict.put(i, "the value of number " + i);
        }
        dict.remove(1L);
        root.put("many", Map.of());
        SharedMap many = (SharedMap) get("many");
        for (long i = 0; i < MANY; i++) {
            many.put(i, i);
        }
        many.remove(1L);
        root.put("few", new LinkedHashSet<>(List.of(1L, "another text of some length")));
        root.put("crowd", many.keySet());
        root.put("ucs2", "текст из букв");
        root.put("ucs4", "\ud83d\ude00 and more");
        root.put("latin", "an ordinary text");
        root.put("bytes", new byte[300]);
        root.put("large", "x".repeat(300_000));
        root.put("int", BigInteger.TEN.pow(50));
        root.put("long", 1L << 62);
        root.put("minus", BigInteger.TWO.pow(200).negate());
        root.put("cplx", new Complex(1.5, -2));
        values(root);
        instances(root);
    }

    private void values(SharedMap root) {
        long[] cells = {heap.copyIn("a text in a tuple"), heap.copyIn(7L), heap.copyIn(1.5)};
        root.put("tuple", heap.toJava(Tuples.of(heap.allocator(), cells, cells.length)));
        root.put("set", heap.toJava(FrozenSets.of(heap.allocator(), cells, cells.length)));
        long[] withObject = {cell("list"), cell("tuple")};
        root.put("mixed", heap.toJava(Tuples.of(heap.allocator(), withObject, 2)));
        root.put(Objects.requireNonNull(root.get("tuple")), 1);
        root.put("number", new BigDecimal("0.1"));
        root.put("time", MOMENT);
        root.put(MOMENT, 2);
    }

    private void instances(SharedMap root) {
        int account = heap.registry().classes().id("account");
        for (String name : List.of("inst", "wide")) {
            long ref = Records.create(heap.allocator(), heap.shapes().root(account), 0);
            root.put(name, heap.view(ref));
        }
        ((SharedInstance) get("inst")).set("owner", "somebody");
        ((SharedInstance) get("inst")).set("balance", 7);
        for (int i = 0; i < 70; i++) {
            ((SharedInstance) get("wide")).set("attribute" + i, i);
        }
        root.put("keyed", Map.of("key", 1));
        Dicts.put(heap.mutator(), at("keyed"), cell("inst"), GUEST_HASH, Cell.NONE, KeyEquality.IDENTITY);
    }

    private Object get(String name) {
        return Objects.requireNonNull(heap.root().get(name));
    }

    long cell(String name) {
        long key = ShortText.of(name);
        return Dicts.get(heap.mutator(), heap.rootRef(), key, Immutables.hash(memory, key), KeyEquality.IDENTITY);
    }

    /** Offset of the object or value of that name. */
    long at(String name) {
        return Cell.offset(cell(name));
    }

    long body(String name) {
        return memory.getPlain(at(name) + ObjectLayout.BODY);
    }

    /** Offset of a cell of the object of that name. */
    long place(String name, int cell) {
        return body(name) + ObjectLayout.bodyBytes(cell);
    }

    long directoryBody() {
        return directoryBody("tree");
    }

    private long directoryBody(String name) {
        return memory.getPlain(Cell.offset(memory.getPlain(place(name, 0))) + ObjectLayout.BODY);
    }

    /** Body of a chunk of the large list. */
    long chunkBody(int number) {
        return chunkBody("tree", number);
    }

    /** Body of a chunk of the large list or array of that name. */
    long chunkBody(String name, int number) {
        long chunk = Cell.offset(memory.getPlain(directoryBody(name) + ObjectLayout.bodyBytes(number)));
        return memory.getPlain(chunk + ObjectLayout.BODY);
    }

    /** Offset of a part of the large dict. */
    long part(int number) {
        return part("many", number);
    }

    /** Offset of a part of the large dict or set of that name. */
    long part(String name, int number) {
        long parts = memory.getPlain(body(name) + (long) TreeLayout.PARTS_WORD * Long.BYTES);
        return Cell.offset(Tuples.get(memory, parts, number));
    }

    /** Offset of a word of a part of the large dict. */
    long partWord(int number, int word) {
        return memory.getPlain(part(number) + ObjectLayout.BODY) + (long) word * Long.BYTES;
    }

    /** Offset of a word of a chunk of the large dict. */
    long chunkWord(int number, int word) {
        return chunkWord("many", number, word);
    }

    long chunkWord(String name, int number, int word) {
        long chunk = Directory.child(memory, part(name, TreeLayout.DIRECTORY), number);
        return memory.getPlain(chunk + ObjectLayout.BODY) + (long) word * Long.BYTES;
    }

    /** Offset of some word of the index of the large dict that leads to this position. */
    long indexWord(int position) {
        for (int word = TreeLayout.FIRST; ; word++) {
            if (TreeLayout.positionOf(memory.getPlain(partWord(TreeLayout.INDEX, word))) == position) {
                return partWord(TreeLayout.INDEX, word);
            }
        }
    }

    long registry(int number) {
        long key = ShortText.of("_types");
        long hash = Immutables.hash(memory, key);
        long tables = Dicts.get(heap.mutator(), heap.systemRef(), key, hash, KeyEquality.IDENTITY);
        long list = Cell.offset(Tuples.get(memory, tables, number));
        return memory.getPlain(list + ObjectLayout.BODY) + ObjectLayout.BODY_HEADER_BYTES;
    }

    int span(String name) {
        return (int) ((at(name) - geometry.spans()) / Geometry.SPAN_BYTES);
    }

    /** As if the block of that name, which is a small one, had been freed. */
    void clearLiveBit(String name) {
        int sizeClass = SpanWord.sizeClass(memory.getPlain(geometry.spanState(span(name))));
        long index = (at(name) - geometry.spanStart(span(name))) / BlockLayout.bytes(sizeClass);
        long word = geometry.bitmap(span(name)) + index / BlockLayout.BITS_PER_WORD * Long.BYTES;
        put(word, memory.getPlain(word) & ~(1L << index % BlockLayout.BITS_PER_WORD));
    }

    int spanHigh() {
        return (int) memory.getPlain(Superblock.SPAN_HIGH);
    }

    void put(long offset, long word) {
        memory.putPlain(offset, word);
    }

    void add(long offset, long difference) {
        put(offset, memory.getPlain(offset) + difference);
    }

    @Override
    public void close() {
        heap.close();
    }
}
