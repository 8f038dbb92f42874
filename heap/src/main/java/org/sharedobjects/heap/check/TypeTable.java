// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.check;

import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.alloc.Blocks;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.read.Body;
import org.sharedobjects.heap.read.DictContent;
import org.sharedobjects.heap.read.ObjectReader;
import org.sharedobjects.heap.read.Problems;
import org.sharedobjects.heap.read.WholeList;
import org.sharedobjects.heap.struct.Kind;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.Texts;

/**
 * One registry as it was at one moment: values by number. Its list and its dict are objects like others and looked at as
 * such; here they are compared.
 */
final class TypeTable {
    private static final int MOST_LOOKS = 100;

    private final String name;
    private final WholeList list;
    /** Keys and values in turn. */
    private final long[] dict;

    private final int size;

    private TypeTable(String name, WholeList list, long[] dict) {
        this.name = name;
        this.list = list;
        this.dict = dict;
        this.size = list.size();
    }

    /** Null when the references lead to no list and dict. Both grow in one transaction, so they are read in one. */
    static @Nullable TypeTable read(
            Memory memory, ObjectReader reader, Blocks blocks, String name, long listCell, long dictCell) {
        if (!isObject(blocks, listCell) || !isObject(blocks, dictCell)) {
            return null;
        }
        for (int looks = 0; ; looks++) {
            Body root = reader.read(Cell.offset(listCell));
            WholeList list = WholeList.read(reader, blocks, root);
            Body dict = reader.read(Cell.offset(dictCell));
            if (root.kind() != Kind.LIST || dict.kind() != Kind.DICT) {
                return null;
            }
            long[] content = DictContent.of(memory, blocks, reader, dict);
            boolean still = list.isStill(reader) && reader.isStill(root);
            if (still || looks == MOST_LOOKS) {
                return new TypeTable(name, list, content);
            }
        }
    }

    private static boolean isObject(Blocks blocks, long cell) {
        return Cell.isRef(cell) && blocks.bytesAt(Cell.offset(cell)) != Blocks.NONE;
    }

    int size() {
        return size;
    }

    long cell(int number) {
        return list.cell(number);
    }

    boolean isOutdated(ObjectReader reader) {
        return !list.isStill(reader);
    }

    /** Each value of the list must be in the dict with its number, and nothing else. */
    void checkAgreement(Problems problems) {
        for (int i = 0; i < dict.length; i += 2) {
            long number = dict[i + 1];
            boolean known = Cell.isInt(number) && Cell.asInt(number) >= 0 && Cell.asInt(number) < size;
            if (!known || cell((int) Cell.asInt(number)) != dict[i]) {
                problems.add("list and dict of the %s disagree: entry=%d, number=%#x", name, i / 2, number);
            }
        }
        int alive = dict.length / 2;
        if (alive != size) {
            problems.add("list and dict of the %s disagree: values=%d, numbers=%d", name, size, alive);
        }
    }

    void checkTexts(Memory memory, Blocks blocks, Problems problems) {
        for (int i = 0; i < size; i++) {
            boolean block = Cell.isImmutable(cell(i));
            boolean live = !block || blocks.bytesAt(Cell.offset(cell(i))) != Blocks.NONE;
            if (!live || !Texts.isText(memory, cell(i))) {
                problems.add("name among the %s is no text: number=%d, cell=%#x", name, i, cell(i));
            }
        }
    }
}
