// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.conflict;

import java.util.ArrayList;
import java.util.List;
import org.sharedobjects.heap.dicttree.TreeLayout;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.listtree.ListChunk;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.struct.Arrays;
import org.sharedobjects.heap.struct.DictIndex;
import org.sharedobjects.heap.struct.DictLayout;
import org.sharedobjects.heap.struct.Kind;
import org.sharedobjects.heap.struct.Shape;
import org.sharedobjects.heap.struct.Shapes;
import org.sharedobjects.heap.txn.LastConflict;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.ShortText;
import org.sharedobjects.heap.value.Texts;

/**
 * Tells which parts of the object a transaction was going to write, else at which it met the conflict: an index of a list or array
 * as Long, an attribute as String, a key as String or Long, as {@link DictKey} otherwise. Others may have changed the
 * object meanwhile: a dict that was rebuilt just then may give another key.
 */
final class Touched {
    private static final int MOST_CHARS = 200;

    private final Memory memory;
    private final LastConflict conflict;
    private final long container;

    private Touched(Memory memory, LastConflict conflict, long container) {
        this.memory = memory;
        this.conflict = conflict;
        this.container = container;
    }

    /** {@code container}: what the object is a part of, or the object itself. */
    static List<Object> of(Memory memory, Shapes shapes, LastConflict conflict, long container) {
        Touched touched = new Touched(memory, conflict, container);
        List<Object> written = touched.written(shapes);
        return written.isEmpty() ? touched.met() : written;
    }

    private List<Object> met() {
        return switch (conflict.partOf(container)) {
            case String name -> List.of(shortened(name));
            case Integer index -> List.of((long) index);
            case Long index -> List.of(index);
            case null, default -> List.of();
        };
    }

    private static String shortened(String name) {
        return name.length() <= MOST_CHARS ? name : name.substring(0, MOST_CHARS) + "…";
    }

    private List<Object> written(Shapes shapes) {
        return switch (Kind.of(memory, conflict.ref())) {
            case Kind.LIST, Kind.ARRAY -> indexes(0);
            case Kind.LIST_CHUNK ->
                indexes((long) ObjectLayout.shape(word(ObjectLayout.HEADER_WORD)) << ListChunk.SHIFT);
            case Kind.DICT, Kind.SET -> keys();
            case TreeLayout.ENTRIES -> entries();
            case Kind.RECORD -> attributes(shapes);
            default -> List.of();
        };
    }

    /** Of an array with several elements in a cell those of the first in each. */
    private List<Object> indexes(long first) {
        int shift = Kind.of(memory, container) == Kind.ARRAY ? Arrays.type(memory, container).shift : 0;
        List<Object> indexes = new ArrayList<>();
        for (int i = 0; i < conflict.count(); i++) {
            if (conflict.word(i) >= ObjectLayout.FIRST_CELL_WORD) {
                indexes.add((first + conflict.word(i) - ObjectLayout.FIRST_CELL_WORD) << shift);
            }
        }
        return indexes;
    }

    private List<Object> attributes(Shapes shapes) {
        Shape shape = shapes.get(ObjectLayout.shape(written(ObjectLayout.HEADER_WORD)));
        List<Object> names = new ArrayList<>();
        for (int i = 0; i < conflict.count(); i++) {
            int index = conflict.word(i) - ObjectLayout.FIRST_CELL_WORD;
            if (index >= 0 && index < shape.count()) {
                names.add(shape.name(index));
            }
        }
        return names;
    }

    private List<Object> keys() {
        DictIndex index = DictIndex.of(word(ObjectLayout.HEADER_WORD));
        int first = index.keyWord(0);
        List<Object> keys = new ArrayList<>();
        for (int i = 0; i < conflict.count(); i++) {
            int word = conflict.word(i);
            boolean isValue = word > first && (word - first) % DictLayout.ENTRY_WORDS != 0;
            long key = isValue && word < index.keyWord(index.limit()) ? keyAt(word - 1) : Cell.EMPTY;
            if (key != Cell.EMPTY) {
                keys.add(key(key));
            }
        }
        return keys;
    }

    private List<Object> entries() {
        List<Object> keys = new ArrayList<>();
        for (int i = 0; i < conflict.count(); i++) {
            int cell = conflict.word(i) - TreeLayout.FIRST;
            boolean isValue = cell >= 0 && cell % TreeLayout.ENTRY_WORDS == 1;
            long key = isValue ? keyAt(conflict.word(i) - 1) : Cell.EMPTY;
            if (key != Cell.EMPTY) {
                keys.add(key(key));
            }
        }
        return keys;
    }

    private Object key(long cell) {
        if (Cell.isInt(cell)) {
            return Cell.asInt(cell);
        }
        if (Cell.isShortText(cell)) {
            return ShortText.toString(cell);
        }
        boolean isName = Texts.isText(memory, cell) && Texts.length(memory, cell) <= MOST_CHARS;
        return isName ? Texts.toString(memory, cell) : new DictKey(cell);
    }

    /** Also of an entry the transaction was going to remove. */
    private long keyAt(int word) {
        long key = written(word);
        long known = key == Cell.TOMBSTONE ? word(word) : key;
        return known == Cell.TOMBSTONE ? Cell.EMPTY : known;
    }

    /** The word the transaction was going to write, else the one that is there. */
    private long written(int word) {
        for (int i = 0; i < conflict.count(); i++) {
            if (conflict.word(i) == word) {
                return conflict.value(i);
            }
        }
        return word(word);
    }

    /** A word of the body the object has, had or is going to have. */
    private long word(int word) {
        long ref = conflict.ref();
        for (; ; ) {
            long lock = memory.getAcquire(ref);
            long value = memory.getGuess(memory.getGuess(ref + ObjectLayout.BODY) + (long) word * Long.BYTES);
            memory.loadFence();
            if (memory.getPlain(ref) == lock) {
                return value;
            }
        }
    }
}
