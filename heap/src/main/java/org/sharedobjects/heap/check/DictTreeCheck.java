// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.check;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sharedobjects.heap.alloc.Blocks;
import org.sharedobjects.heap.dicttree.TreeLayout;
import org.sharedobjects.heap.read.Body;
import org.sharedobjects.heap.read.DictContent;
import org.sharedobjects.heap.read.ObjectReader;
import org.sharedobjects.heap.read.Problems;
import org.sharedobjects.heap.struct.Kind;
import org.sharedobjects.heap.struct.Sets;
import org.sharedobjects.heap.value.Cell;

/**
 * A large dict or set as a whole: its chunks in order, and that its index leads to each entry once. That counts only if none of
 * its parts changed meanwhile; in a dict that is changed all the time it is left undone.
 */
final class DictTreeCheck {
    private static final int MOST_LOOKS = 10;

    private final ObjectReader reader;
    private final Blocks blocks;
    private final Reach reach;
    private final Problems problems;

    // Of one look.
    private final List<Body> chunks = new ArrayList<>();
    private final List<Body> others = new ArrayList<>();
    private final Set<Long> nodes = new HashSet<>();
    private final BitSet found = new BitSet();
    private long root;
    private boolean set;

    DictTreeCheck(ObjectReader reader, Blocks blocks, Reach reach, Problems problems) {
        this.reader = reader;
        this.blocks = blocks;
        this.reach = reach;
        this.problems = problems;
    }

    void run(Body body) {
        long cell = body.cell(0);
        if (body.size() != TreeLayout.ROOT_SIZE || !reach.cell(cell, body.ref(), 0)) {
            problems.add("large dict makes no sense: object=%d, size=%d, cell=%#x", body.ref(), body.size(), cell);
            return;
        }
        long[] parts = DictContent.parts(reach.memory(), blocks, body);
        if (parts.length == 0) {
            problems.add("large dict lacks its parts: object=%d, cell=%#x", body.ref(), cell);
            return;
        }
        root = body.ref();
        set = body.kind() == Kind.SET;
        long mark = problems.count();
        for (int looks = 0; looks < MOST_LOOKS; looks++) {
            problems.backTo(mark);
            look(parts);
            if (problems.count() == mark || isStill()) {
                return;
            }
        }
        problems.backTo(mark);
    }

    private boolean isStill() {
        return chunks.stream().allMatch(reader::isStill) && others.stream().allMatch(reader::isStill);
    }

    private void look(long[] parts) {
        chunks.clear();
        others.clear();
        nodes.clear();
        found.clear();
        Body directory = part(parts[TreeLayout.DIRECTORY], Kind.DIRECTORY);
        Body count = part(parts[TreeLayout.COUNT], TreeLayout.NUMBER);
        Body tail = part(parts[TreeLayout.TAIL], TreeLayout.NUMBER);
        if (directory.isNone() || count.isNone() || tail.isNone()) {
            return;
        }
        long mark = problems.count();
        entries(directory, tail.size(), count.size());
        if (problems.count() == mark) {
            index(parts[TreeLayout.INDEX], 0, 0);
            compare();
        }
    }

    /** {@link Body#NONE} when it is something else. */
    private Body part(long cell, int kind) {
        Body body = read(cell);
        if (body.kind() != kind) {
            problems.add("large dict has a wrong part: object=%d, cell=%#x, kind=%d", root, cell, body.kind());
            return Body.NONE;
        }
        others.add(body);
        return body;
    }

    private Body read(long cell) {
        boolean live = Cell.isRef(cell) && blocks.bytesAt(Cell.offset(cell)) != Blocks.NONE;
        Body body = live && nodes.add(cell) ? reader.read(Cell.offset(cell)) : Body.NONE;
        boolean foreign = TreeLayout.isPart(body.kind())
                && (body.capacity() < TreeLayout.capacity(0) || body.words()[TreeLayout.OWNER] != Cell.ofRef(root));
        if (foreign) {
            problems.add("part of a large dict is not its own: object=%d, cell=%#x", root, cell);
        }
        return foreign ? Body.NONE : body;
    }

    private void entries(Body directory, long tail, long counted) {
        long alive = 0;
        for (int number = 0; number < Math.min(directory.size(), directory.cells()); number++) {
            Body chunk = read(directory.cell(number));
            if (chunk.kind() != TreeLayout.ENTRIES) {
                problems.add("large dict has a wrong chunk: object=%d, chunk=%d", root, number);
                return;
            }
            long expected = number < tail ? TreeLayout.CHUNK_ENTRIES : 0;
            boolean right = number == tail ? chunk.size() < TreeLayout.CHUNK_ENTRIES : chunk.size() == expected;
            if (!right) {
                problems.add("large dict has a gap: object=%d, chunk=%d, tail=%d", root, number, tail);
            }
            chunks.add(chunk);
            for (int entry = 0; entry < DictContent.usedOf(chunk); entry++) {
                alive += key(chunk, entry) == Cell.TOMBSTONE ? 0 : 1;
                if (set) {
                    value(chunk, entry);
                }
            }
        }
        if (tail >= chunks.size()) {
            problems.add("large dict lacks its tail: object=%d, tail=%d, chunks=%d", root, tail, chunks.size());
        }
        if (alive != counted) {
            problems.add("large dict counts its entries wrong: object=%d, alive=%d, counted=%d", root, alive, counted);
        }
    }

    private void value(Body chunk, int entry) {
        long cell = chunk.words()[TreeLayout.valueWord(entry)];
        if (cell != Sets.MEMBER && key(chunk, entry) != Cell.TOMBSTONE) {
            problems.add("element of a set has a value: object=%d, part=%d, entry=%d", root, chunk.ref(), entry);
        }
    }

    private static long key(Body chunk, int entry) {
        return chunk.words()[TreeLayout.keyWord(entry)];
    }

    /** {@code path}: the bits of the hash below {@code shift} of all that lies in this node. */
    private void index(long cell, int shift, int path) {
        Body node = read(cell);
        if (!node.isNone()) {
            others.add(node);
        }
        if (node.kind() == TreeLayout.LEAF) {
            leaf(node, shift, path);
        } else if (node.kind() == TreeLayout.BRANCH
                && node.cells() == TreeLayout.capacity(TreeLayout.CHILDREN)
                && shift < TreeLayout.LAST_SHIFT) {
            for (int i = 0; i < TreeLayout.CHILDREN; i++) {
                index(node.words()[TreeLayout.FIRST + i], shift + TreeLayout.BRANCH_BITS, path | i << shift);
            }
        } else {
            problems.add("large dict has a wrong node in its index: object=%d, cell=%#x", root, cell);
        }
    }

    private void leaf(Body leaf, int shift, int path) {
        for (int place = 0; place < cellsOf(leaf); place++) {
            long word = leaf.words()[TreeLayout.FIRST + place];
            if (word != 0 && word != TreeLayout.REMOVED) {
                word(leaf, place, word, shift, path);
            }
        }
    }

    private static int cellsOf(Body leaf) {
        return Math.max(0, leaf.words().length - TreeLayout.FIRST);
    }

    private void word(Body leaf, int place, long word, int shift, int path) {
        int hash = TreeLayout.hashOf(word);
        int position = TreeLayout.positionOf(word);
        if (position < 0 || !isEntry(position, hash)) {
            problems.add("dict index leads astray: object=%d, leaf=%d, place=%d", root, leaf.ref(), place);
            return;
        }
        if (found.get(position)) {
            problems.add("dict index has an entry twice: object=%d, position=%d", root, position);
        }
        found.set(position);
        if ((hash & ((1 << shift) - 1)) != path || !isProbed(leaf, TreeLayout.place(hash, cellsOf(leaf)), place)) {
            problems.add("dict entry is not found by its hash: object=%d, position=%d", root, position);
        }
    }

    private boolean isEntry(int position, int hash) {
        int chunk = TreeLayout.chunkOf(position);
        int entry = TreeLayout.entryOf(position);
        return chunk < chunks.size()
                && entry < DictContent.usedOf(chunks.get(chunk))
                && key(chunks.get(chunk), entry) != Cell.TOMBSTONE
                && chunks.get(chunk).words()[TreeLayout.hashWord(entry)] == hash;
    }

    /** Does probing from there meet no free place before this one? */
    private static boolean isProbed(Body leaf, int from, int place) {
        for (int at = from; at != place; at = at + 1 == cellsOf(leaf) ? 0 : at + 1) {
            if (leaf.words()[TreeLayout.FIRST + at] == 0) {
                return false;
            }
        }
        return true;
    }

    private void compare() {
        for (int number = 0; number < chunks.size(); number++) {
            Body chunk = chunks.get(number);
            for (int entry = 0; entry < DictContent.usedOf(chunk); entry++) {
                int position = (int) TreeLayout.position(number, entry);
                if (key(chunk, entry) != Cell.TOMBSTONE && !found.get(position)) {
                    problems.add("dict index lacks an entry: object=%d, position=%d", root, position);
                    return;
                }
            }
        }
    }
}
