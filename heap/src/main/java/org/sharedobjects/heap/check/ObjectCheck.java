// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.check;

import org.sharedobjects.heap.alloc.Blocks;
import org.sharedobjects.heap.dicttree.TreeLayout;
import org.sharedobjects.heap.layout.LockWord;
import org.sharedobjects.heap.listtree.ListTree;
import org.sharedobjects.heap.read.Body;
import org.sharedobjects.heap.read.ObjectReader;
import org.sharedobjects.heap.read.Problems;
import org.sharedobjects.heap.struct.DictIndex;
import org.sharedobjects.heap.struct.Kind;

/** One mutable object: lock word, header, and then whatever its kind asks for. */
final class ObjectCheck {
    private static final int MOST_LOOKS = 100;

    private final ObjectReader reader;
    private final Reach reach;
    private final Problems problems;
    private final RecordCheck records;
    private final ListTreeCheck trees;
    private final ArrayCheck arrays;
    private final DictTreeCheck dictTrees;
    private final DictPartCheck dictParts;

    ObjectCheck(ObjectReader reader, Blocks blocks, Reach reach, Problems problems, TypeTables types) {
        this.reader = reader;
        this.reach = reach;
        this.problems = problems;
        this.records = new RecordCheck(reader, reach, problems, types);
        this.trees = new ListTreeCheck(reader, reach, problems);
        this.arrays = new ArrayCheck(reach, problems);
        this.dictTrees = new DictTreeCheck(reader, blocks, reach, problems);
        this.dictParts = new DictPartCheck(reach, problems);
    }

    /** What is found wrong counts only if the object was not changed meanwhile. */
    void run(long ref) {
        long mark = problems.count();
        for (int looks = 0; looks < MOST_LOOKS; looks++) {
            problems.backTo(mark);
            Body body = reader.read(ref);
            if (!body.isNone()) {
                check(body);
            }
            if (problems.count() == mark || body.isNone() || reader.isStill(body)) {
                return;
            }
        }
    }

    private void check(Body body) {
        // Writers take the version from the old one too, so the clock says nothing about it.
        if (!LockWord.isLocked(body.lock()) && LockWord.version(body.lock()) > LockWord.MAX_VERSION) {
            problems.add("version of an object is out of range: object=%d, version=%d", body.ref(), body.lock());
        }
        if (body.blockBytes() == Blocks.NONE) {
            problems.add("body is no live block: object=%d, body=%d", body.ref(), body.offset());
            return;
        }
        if (!body.isInline()) {
            reach.body(body);
        }
        if (!body.hasHeader() || body.cells() < body.capacity()) {
            problems.add(
                    "body does not fit its block: object=%d, body=%d, bytes=%d, header=%#x",
                    body.ref(), body.offset(), body.blockBytes(), body.hasHeader() ? body.header() : 0);
            return;
        }
        content(body);
    }

    /** What the upper half of the header says is different from kind to kind. */
    private static boolean mayHaveShape(Body body) {
        return switch (body.kind()) {
            case Kind.RECORD, Kind.LIST_CHUNK, Kind.ARRAY -> true;
            case Kind.DICT, Kind.SET -> body.shape() == DictIndex.WIDE_SHAPE && !TreeLayout.isRoot(body.header());
            default -> false;
        };
    }

    private void content(Body body) {
        if (body.shape() != 0 && !mayHaveShape(body)) {
            problems.add("object that is no instance has a shape: object=%d, shape=%d", body.ref(), body.shape());
        }
        switch (body.kind()) {
            case Kind.LIST -> list(body, CellRule.ANY);
            case Kind.ARRAY -> array(body);
            case Kind.DICT, Kind.SET -> dict(body);
            case Kind.DIRECTORY -> trees.directory(body);
            case Kind.LIST_CHUNK -> trees.chunk(body);
            case TreeLayout.ENTRIES -> dictParts.entries(body);
            case TreeLayout.LEAF -> dictParts.leaf(body);
            case TreeLayout.BRANCH -> dictParts.branch(body);
            case TreeLayout.NUMBER -> dictParts.number(body);
            case Kind.RECORD -> records.run(body);
            case Kind.COUNTER -> counter(body);
            default -> problems.add("kind of an object is unknown: object=%d, kind=%d", body.ref(), body.kind());
        }
    }

    private void counter(Body body) {
        if (body.capacity() < 1) {
            problems.add("counter has no room for its value: object=%d", body.ref());
        }
    }

    private void dict(Body body) {
        if (TreeLayout.isRoot(body.header())) {
            dictTrees.run(body);
        } else {
            new DictCheck(body, reach, problems).run();
        }
    }

    private void array(Body body) {
        CellRule rule = arrays.rule(body);
        if (rule != null) {
            list(body, rule);
        }
    }

    private void list(Body body, CellRule rule) {
        if (body.size() == ListTree.MARK) {
            trees.root(body, rule);
            return;
        }
        if (body.size() < 0 || body.size() > body.capacity()) {
            problems.add(
                    "list is longer than its body: object=%d, size=%d, capacity=%d",
                    body.ref(), body.size(), body.capacity());
            return;
        }
        for (int i = 0; i < body.size(); i++) {
            reach.cell(body.cell(i), body.ref(), i);
        }
        trees.cells(body, (int) body.size(), true, rule);
    }
}
