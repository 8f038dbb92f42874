// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.check;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sharedobjects.heap.dicttree.TreeLayout;
import org.sharedobjects.heap.layout.LockWord;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.layout.PriorityWord;
import org.sharedobjects.heap.layout.SlotLayout;
import org.sharedobjects.heap.layout.SpanWord;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.struct.DictIndex;
import org.sharedobjects.heap.struct.DictLayout;
import org.sharedobjects.heap.struct.Kind;
import org.sharedobjects.heap.struct.ShapeWord;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.Hashing;
import org.sharedobjects.heap.value.Immutables;

/** For each thing that is looked at: damage it, and the report must say so. */
@Timeout(60)
class FoundDamageTest {
    private static final int LIST_CAPACITY = 4;
    /** Of a dict that had five entries. */
    private static final DictIndex INDEX = DictIndex.of(ObjectLayout.header(0, Kind.DICT, 12));

    private static final int WORD = Long.BYTES;
    private static final long HASH = 8;
    private static final long PAYLOAD = 16;
    /** Of a set that has two elements. */
    private static final DictIndex INDEX_OF_FEW = DictIndex.of(ObjectLayout.header(0, Kind.SET, 5));

    private static final long SIZE = ObjectLayout.SIZE_WORD * (long) WORD;

    @ParameterizedTest(name = "{0}")
    @MethodSource({
        "superblockAndSlots",
        "spans",
        "blocks",
        "objects",
        "largeLists",
        "arrays",
        "dicts",
        "sets",
        "largeDicts",
        "values",
        "types"
    })
    void shouldFind(String expected, Consumer<Sample> damage) {
        try (Sample sample = new Sample()) {
            damage.accept(sample);
            HeapReport report = sample.heap.check();
            assertTrue(
                    report.problems().stream().anyMatch(line -> line.contains(expected)),
                    () -> expected + " is not among " + report.problems());
        }
    }

    private static Arguments damage(String expected, Consumer<Sample> damage) {
        return arguments(expected, damage);
    }

    static Stream<Arguments> superblockAndSlots() {
        long status = SlotLayout.offset(0) + SlotLayout.STATUS;
        return Stream.of(
                damage("clock is out of range", s -> s.put(Superblock.CLOCK, -1)),
                damage("number of slots used is out", s -> s.put(Superblock.SLOT_HIGH, 1L << 40)),
                damage("number of spans backed is out", s -> s.put(Superblock.SPAN_HIGH, 1L << 40)),
                damage("priority word names a slot", s -> s.put(Superblock.PRIORITY, PriorityWord.of(1, 8000, 1))),
                damage("offset of the spans in the superblock", s -> s.put(Superblock.SPANS, 0)),
                damage("object is no live block", s -> s.put(Superblock.ROOT, 16)),
                damage("a root of the heap is no dict", s -> s.put(Superblock.ROOT, s.at("list"))),
                damage("status of a slot is unknown", s -> s.add(status, 7)),
                damage("log of a slot is out of bounds", s -> s.put(SlotLayout.offset(0) + SlotLayout.LOG, 8)),
                damage("log of a slot is too long", s -> {
                    s.add(status, 2);
                    s.put(SlotLayout.offset(0) + SlotLayout.RECORD_COUNT, 1L << 50);
                }));
    }

    static Stream<Arguments> spans() {
        return Stream.of(
                damage("state of a span is unknown", s -> s.add(s.geometry.spanState(s.spanHigh() - 1), 8)),
                damage("live bits beyond the blocks", s -> s.put(s.geometry.spanState(s.span("list")), 0)),
                damage("above the high-water mark is in use", s -> {
                    s.put(s.geometry.spanState(s.spanHigh()), SpanWord.SMALL);
                }),
                damage(
                        "size class of a span is out of range",
                        s -> s.add(s.geometry.spanState(s.span("list")), 100 << 4)),
                damage("span word has more than its state", s -> {
                    s.add(s.geometry.spanState(s.spanHigh() - 1), 1 << 12);
                }),
                damage("span that is not divided has a size class", s -> {
                    s.add(s.geometry.spanState(s.span("large") + 1), 1 << 4);
                }),
                damage("length of a large block is out", s -> s.add(s.geometry.spanState(s.span("large")), 1 << 30)),
                damage(
                        "large block lacks a tail",
                        s -> s.put(s.geometry.spanState(s.span("large") + 1), SpanWord.FREE)),
                damage("tail of no large block", s -> s.add(s.geometry.spanState(s.span("large")), -(1 << 12))),
                damage("tail of no large block", s -> s.put(s.geometry.spanState(s.spanHigh() - 1), SpanWord.TAIL)),
                damage("tail of no large block", s -> s.add(s.geometry.spanState(s.span("large") + 1), 1 << 12)),
                damage("live bits beyond the blocks", s -> s.add(s.geometry.bitmap(s.span("list")) + 63 * WORD, 2)),
                damage("live bits beyond the blocks", s -> s.add(s.geometry.bitmap(s.spanHigh() - 1), 1)));
    }

    static Stream<Arguments> blocks() {
        return Stream.of(
                damage("object is no live block", s -> s.clearLiveBit("list")),
                damage("object is no live block", s -> s.put(s.place("list", 0), Cell.ofRef(s.at("dict") + 16))),
                damage("value is no live block", s -> s.put(s.place("list", 0), Cell.ofImmutable(1L << 45))),
                damage("used as object and as value", s -> s.put(s.place("list", 0), Cell.ofImmutable(s.at("list")))),
                damage("as body", s -> s.put(s.at("moved") + ObjectLayout.BODY, s.at("latin"))),
                damage("body of two objects", s -> s.put(s.at("list") + ObjectLayout.BODY, s.body("moved"))),
                damage("body is no live block", s -> s.put(s.at("moved") + ObjectLayout.BODY, s.body("list"))),
                damage("body is no live block", s -> s.put(s.at("moved") + ObjectLayout.BODY, -16)));
    }

    static Stream<Arguments> objects() {
        return Stream.of(
                damage("stays locked: object=", s -> s.put(s.at("list"), LockWord.locked(0, 1L << 40))),
                damage("locked by a slot that does not exist", s -> s.put(s.at("list"), LockWord.locked(8000, 1))),
                damage("version of an object", s -> s.put(s.at("list"), LockWord.MAX_VERSION + 1)),
                damage("kind of an object", s -> s.put(s.body("list"), ObjectLayout.header(0, 77, LIST_CAPACITY))),
                damage("has a shape", s -> s.put(s.body("list"), ObjectLayout.header(1, Kind.LIST, LIST_CAPACITY))),
                damage("does not fit its block", s -> s.put(s.body("list"), ObjectLayout.header(0, Kind.LIST, 5000))),
                damage("list is longer than its body", s -> s.put(s.body("list") + SIZE, LIST_CAPACITY + 1)),
                damage("cell holds no value", s -> s.put(s.place("list", 0), Cell.TOMBSTONE)),
                damage("cell holds no value", s -> s.put(s.place("list", 0), 7L << 48)),
                damage("cell holds no value", s -> s.put(s.place("list", 0), Cell.ofId(1))),
                damage("cell holds a NaN", s -> s.put(s.place("list", 0), ~0x7ff8_0000_0000_0001L)),
                damage("cell holds a short text", s -> s.put(s.place("list", 0), 4L << 48 | 'a' << 8)),
                damage("cell holds short bytes", s -> s.put(s.place("list", 0), 5L << 48 | 6L << 40)),
                damage(
                        "shape of an instance is not",
                        s -> s.put(s.body("inst"), ObjectLayout.header(999, Kind.RECORD, 2))),
                damage("another size than its shape", s -> s.add(s.body("inst") + SIZE, -1)),
                damage("instance without its dict", s -> s.put(s.place("wide", 0), Cell.TRUE)),
                damage("instance without its dict", s -> s.put(s.place("wide", 0), s.cell("list"))));
    }

    /** Two full chunks, one with 88 elements, one with none. */
    static Stream<Arguments> largeLists() {
        return Stream.of(
                damage("large list without a directory", s -> s.put(s.place("tree", 0), Cell.TRUE)),
                damage("large list without a directory", s -> s.put(s.place("tree", 0), s.cell("list"))),
                damage("chunk of a large list is not its own", s -> s.add(s.chunkBody(1), 1L << 32)),
                damage("chunk of a large list is not its own", s -> s.put(s.directoryBody() + PAYLOAD, s.cell("list"))),
                damage("large list has a gap", s -> s.add(s.chunkBody(0) + SIZE, -1)),
                damage("large list has a gap", s -> s.add(s.chunkBody(3) + SIZE, 1)),
                damage("large list has no empty chunk", s -> s.add(s.directoryBody() + SIZE, -1)),
                damage("directory lacks a child", s -> s.put(s.directoryBody() + PAYLOAD, 0)),
                damage("directory is longer", s -> s.put(s.directoryBody() + SIZE, 1L << 40)),
                damage("chunk is longer than its body", s -> s.put(s.chunkBody(1) + SIZE, 257)),
                damage("cell behind the last one is in use", s -> s.add(s.chunkBody(2) + SIZE, -1)));
    }

    /** Of bytes, four a cell, of ints and of long ints; small and large. */
    static Stream<Arguments> arrays() {
        String noElement = "array has a cell that is no element";
        return Stream.of(
                damage("array of no known type", s -> {
                    s.put(s.body("few B"), ObjectLayout.header(0, Kind.ARRAY, LIST_CAPACITY));
                }),
                damage("array of no known type", s -> {
                    s.put(s.body("few B"), ObjectLayout.header(99, Kind.ARRAY, LIST_CAPACITY));
                }),
                damage(noElement, s -> s.put(s.place("few B", 0), Cell.ofInt(3L << 32))),
                damage(noElement, s -> s.put(s.place("few B", 1), Cell.ofInt(0))),
                damage(noElement, s -> s.put(s.place("few B", 1), Cell.ofInt(2L << 32 | 1 << 16))),
                damage(noElement, s -> s.put(s.place("few B", 1), Cell.ofInt(5L << 32))),
                damage(noElement, s -> s.put(s.place("few i", 0), Cell.ofInt(1L << 31))),
                damage(noElement, s -> s.put(s.place("few i", 0), Cell.ofDouble(1))),
                damage(noElement, s -> s.put(s.place("few q", 0), s.cell("int"))),
                damage(noElement, s -> s.put(s.place("few q", 0), s.cell("latin"))),
                damage(noElement, s -> s.put(s.place("few q", 0), s.cell("list"))),
                damage("value is no live block", s -> s.put(s.place("few q", 0), Cell.ofImmutable(1L << 45))),
                damage(noElement, s -> s.put(s.chunkBody("all B", 0) + PAYLOAD, Cell.ofInt(3L << 32))),
                damage(noElement, s -> s.put(s.chunkBody("all i", 1) + PAYLOAD, Cell.NONE)),
                damage("large list has a gap", s -> {
                    s.put(s.chunkBody("all B", 0) + PAYLOAD + 255 * WORD, Cell.ofInt(3L << 32));
                }),
                damage("large list without a directory", s -> s.put(s.place("all q", 0), Cell.TRUE)));
    }

    static Stream<Arguments> largeDicts() {
        return Stream.of(
                damage("large dict makes no sense", s -> s.put(s.body("many") + SIZE, 5)),
                damage("large dict lacks its parts", s -> s.put(s.place("many", 0), s.cell("latin"))),
                damage("large dict has a wrong part", s -> {
                    s.put(s.partWord(TreeLayout.TAIL, 0), ObjectLayout.header(0, Kind.LIST, 1));
                }),
                damage("large dict counts its entries wrong", s -> s.add(s.partWord(TreeLayout.COUNT, 1), 1)),
                damage("number is negative", s -> s.put(s.partWord(TreeLayout.COUNT, 1), -1)),
                damage("large dict lacks its tail", s -> s.put(s.partWord(TreeLayout.TAIL, 1), 7)),
                damage("large dict has a gap", s -> s.put(s.partWord(TreeLayout.TAIL, 1), 0)),
                damage("directory is longer", s -> s.put(s.partWord(TreeLayout.DIRECTORY, 1), 1_000)),
                damage("directory lacks a child", s -> s.put(s.partWord(TreeLayout.DIRECTORY, 2), Cell.TRUE)),
                damage("large dict has a wrong chunk", s -> {
                    s.put(s.partWord(TreeLayout.DIRECTORY, 2), s.memory.getPlain(s.partWord(TreeLayout.DIRECTORY, 3)));
                }),
                damage("not its own", s -> s.put(s.chunkWord(0, TreeLayout.OWNER), s.cell("dict"))),
                damage("not its own", s -> s.put(s.partWord(TreeLayout.INDEX, TreeLayout.OWNER), s.cell("dict"))),
                damage("chunk of entries is longer", s -> s.put(s.chunkWord(0, 1), 10_000)),
                damage("removed entry has a value", s -> s.put(s.chunkWord(0, TreeLayout.valueWord(1)), Cell.TRUE)),
                damage("entry has a wrong hash", s -> s.add(s.chunkWord(0, TreeLayout.hashWord(2)), 1)),
                damage("cell holds no value", s -> s.put(s.chunkWord(0, TreeLayout.valueWord(2)), Cell.TOMBSTONE)),
                damage("leaf counts its words wrong", s -> s.add(s.partWord(TreeLayout.INDEX, 1), 1)),
                damage("wrong node in its index", s -> {
                    s.put(s.partWord(TreeLayout.INDEX, 0), ObjectLayout.header(0, TreeLayout.NUMBER, 1));
                }),
                damage("index leads astray", s -> s.add(s.indexWord(5), 1_000)),
                damage("index has an entry twice", s -> s.put(s.indexWord(5), s.memory.getPlain(s.indexWord(6)))),
                damage("dict index lacks an entry", s -> s.put(s.indexWord(5), TreeLayout.REMOVED)));
    }

    /** A small one and a large one. */
    static Stream<Arguments> sets() {
        return Stream.of(
                damage("element of a set has a value", s -> {
                    s.put(s.body("few") + (long) INDEX_OF_FEW.valueWord(0) * WORD, Cell.TRUE);
                }),
                damage("element of a set has a value", s -> {
                    s.put(s.chunkWord("crowd", 0, TreeLayout.valueWord(3)), Cell.TRUE);
                }),
                damage("large dict counts its entries wrong", s -> {
                    s.add(s.memory.getPlain(s.part("crowd", TreeLayout.COUNT) + ObjectLayout.BODY) + SIZE, 1);
                }));
    }

    /** Entries 0 to 4 of a dict with room for them, number 1 removed. */
    static Stream<Arguments> dicts() {
        return Stream.of(
                damage("dict is longer than its body", s -> s.put(s.body("dict") + SIZE, DictLayout.sizeWord(9, 4))),
                damage(
                        "dict is longer than its body",
                        s -> s.put(s.body("dict"), ObjectLayout.header(0, Kind.DICT, 8))),
                damage("dict counts its entries wrong", s -> s.add(s.body("dict") + SIZE, 1)),
                damage("points behind its entries", s -> index(s, usedPlace(s), there -> there + 100)),
                damage("dict index has an entry twice", s -> {
                    long used = there(s, usedPlace(s));
                    index(s, freePlace(s), there -> used);
                }),
                damage("dict index lacks an entry", s -> index(s, usedPlace(s), there -> 0)),
                damage("dict entry has a wrong hash", s -> index(s, usedPlace(s), there -> there ^ 1 << 12)),
                damage("dict entry is not found by its hash", s -> {
                    long used = there(s, usedPlace(s));
                    int hash = Hashing.fold(Immutables.hash(s.memory, keyOf(s, used)));
                    index(s, usedPlace(s), there -> 0);
                    index(s, farFrom(s, hash), there -> used);
                }),
                damage("dict index is full", s -> {
                    long used = there(s, usedPlace(s));
                    for (int place = 0; place < INDEX.size(); place++) {
                        index(s, place, there -> used);
                    }
                }),
                damage("dict entry has a wrong hash", s -> {
                    s.add(wideIndexWord(s, 0), 1L << 40);
                }),
                damage("dict entry is not found by its hash", s -> {
                    s.add(wideIndexWord(s, 1), 1L << 32);
                }),
                damage(
                        "says wrongly how many",
                        s -> s.put(s.body("dict") + (long) INDEX.valueWord(1) * WORD, Cell.ofInt(2))),
                damage("cell holds no value", s -> s.put(s.body("dict") + (long) INDEX.keyWord(0) * WORD, Cell.EMPTY)));
    }

    private static long there(Sample s, int place) {
        return INDEX.at(s.memory.getPlain(indexWord(s, place)), place);
    }

    private static long indexWord(Sample s, int place) {
        return s.body("dict") + (long) INDEX.wordOf(place) * WORD;
    }

    /** Changes what stands at a place. */
    private static void index(Sample s, int place, LongUnaryOperator change) {
        long there = there(s, place);
        long shift = Long.numberOfTrailingZeros(INDEX.with(0, place, 0, 0));
        s.add(indexWord(s, place), (change.applyAsLong(there) - there) << shift);
    }

    private static int usedPlace(Sample s) {
        int place = 0;
        while (there(s, place) == 0 || keyOf(s, there(s, place)) == Cell.TOMBSTONE) {
            place++;
        }
        return place;
    }

    private static int freePlace(Sample s) {
        int place = 0;
        while (there(s, place) != 0) {
            place++;
        }
        return place;
    }

    private static long keyOf(Sample s, long there) {
        return s.memory.getPlain(s.body("dict") + (long) INDEX.keyWord(INDEX.entry(there)) * WORD);
    }

    /** Of the dict whose second key the guest has hashed. */
    private static long wideIndexWord(Sample s, int entry) {
        long word = s.body("keyed") + (long) DictLayout.FIRST * WORD;
        while ((int) s.memory.getPlain(word) != entry + 1) {
            word += WORD;
        }
        return word;
    }

    /** A free place behind another free place, seen from where the hash leads. */
    private static int farFrom(Sample s, int hash) {
        boolean gap = false;
        for (int place = hash & (INDEX.size() - 1); ; place = (place + 1) & (INDEX.size() - 1)) {
            boolean free = there(s, place) == 0;
            if (free && gap) {
                return place;
            }
            gap |= free;
        }
    }

    static Stream<Arguments> values() {
        return Stream.of(
                damage("kind of a value is unknown", s -> s.put(s.at("latin"), 99L << 32 | 16)),
                damage("value is longer than its block", s -> s.add(s.at("latin"), 1000)),
                damage("value is longer than its block", s -> s.add(s.at("tuple"), 1 << 28)),
                damage("hash of a value is wrong", s -> s.add(s.at("latin") + HASH, 1)),
                damage("hash of a value is wrong", s -> s.add(s.at("latin") + PAYLOAD, 1)),
                damage("hash of a value is wrong", s -> s.add(s.at("bytes") + PAYLOAD + 200, 1)),
                damage("hash of a value is wrong", s -> s.add(s.at("large") + 250_000, 1)),
                damage("hash of a value is wrong", s -> s.add(s.at("minus") + PAYLOAD, 1)),
                damage("hash of a value is wrong", s -> s.add(s.at("cplx") + PAYLOAD, 1)),
                damage("hash of a value is wrong", s -> s.put(s.at("tuple") + PAYLOAD + WORD, Cell.ofInt(8))),
                damage("key of an object by value", s -> s.put(s.at("number") + PAYLOAD, Cell.ofInt(1))),
                damage("key of an object by value", s -> s.put(s.at("number") + PAYLOAD, s.cell("number"))),
                damage("key of an object by value", s -> s.put(s.at("number") + PAYLOAD + 3 * WORD, Cell.ofInt(-2))),
                damage("key of an object by value", s -> s.put(s.at("time") + PAYLOAD + WORD, Cell.ofInt(5))),
                damage("key of an object by value", s -> s.put(s.at("time") + PAYLOAD + 6 * WORD, Cell.TRUE)),
                damage("hash of a value is wrong", s -> s.add(s.at("time") + HASH, 1)),
                damage("type of an object by value is unknown", s -> s.add(s.at("number"), 100L << 48)),
                damage("type of an object by value is unknown", s -> s.add(s.at("number"), 1L << 57)),
                damage("size of an object by value is not that of its type", s -> s.add(s.at("number"), -1)),
                damage("flags of a value are wrong", s -> s.add(s.at("tuple"), 1L << 40)),
                damage("flags of a value are wrong", s -> s.add(s.at("mixed"), -(1L << 40))),
                damage("not its least form", s -> s.put(s.at("long") + PAYLOAD, 5)),
                damage("not its least form", s -> s.put(s.at("minus") + PAYLOAD + 3 * WORD, 0)),
                damage("not its least form", s -> s.add(s.at("bytes"), -298)),
                damage("not its least form", s -> s.add(s.at("latin"), -12)),
                damage("not its least form", s -> s.add(s.at("ucs2"), -13)),
                damage("not its least form", s -> s.put(s.at("ucs4") + PAYLOAD, -1)),
                damage("frozenset are not in order", s -> {
                    long first = s.memory.getPlain(s.at("set") + PAYLOAD);
                    s.put(s.at("set") + PAYLOAD, s.memory.getPlain(s.at("set") + PAYLOAD + WORD));
                    s.put(s.at("set") + PAYLOAD + WORD, first);
                }));
    }

    /** The first shape is the root of a class, the second one its child. */
    static Stream<Arguments> types() {
        return Stream.of(
                damage("lacks the registry", s -> s.put(Superblock.SYSTEM, s.at("dict"))),
                damage("list and dict of the symbols", s -> s.put(s.registry(0), Cell.ofInt(1))),
                damage("list and dict of the shapes", s -> s.add(s.registry(4) - WORD, -1)),
                damage("name among the symbols is no text", s -> s.put(s.registry(0), Cell.ofInt(1))),
                damage("name among the classes is no text", s -> s.put(s.registry(2), Cell.ofImmutable(32))),
                damage("shape is no int", s -> s.put(s.registry(4), Cell.TRUE)),
                damage("class of a shape is not registered", s -> {
                    s.put(s.registry(4), Cell.ofInt(ShapeWord.root(5, false)));
                }),
                damage("parent of a shape is none", s -> {
                    s.put(s.registry(4) + WORD, Cell.ofInt(ShapeWord.child(2, 0)));
                }),
                damage("parent of a shape is none", s -> s.put(s.registry(4), Cell.ofInt(ShapeWord.root(0, true)))),
                damage("symbol of a shape is not registered", s -> {
                    s.put(s.registry(4) + WORD, Cell.ofInt(ShapeWord.child(1, 4000)));
                }),
                damage("shape has too many attributes", s -> {
                    for (int id = 2; id < 70; id++) {
                        s.put(s.registry(4) + (id - 1L) * WORD, Cell.ofInt(ShapeWord.child(id - 1, 0)));
                    }
                }));
    }
}
