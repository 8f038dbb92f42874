// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.txn;

import java.util.Arrays;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import org.sharedobjects.heap.slot.Signatures;

/**
 * From words to words, in order of insertion. While there are few entries a filter tells most new keys, and the others
 * are looked for one by one; more are hashed. Nothing can be removed but everything at once.
 */
final class LongMap {
    static final int NONE = -1;
    private static final int FEW = 16;
    private static final int FIRST_CAPACITY = 16;
    /** A table larger than that is not kept for the next transaction. */
    private static final int MOST_KEPT = 1 << 10;

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final int[] NO_TABLE = {};

    private long[] keys = new long[FIRST_CAPACITY];
    private long[] values = new long[FIRST_CAPACITY];
    private int size;
    /** Of the keys, while there are few: a key without its bit is not there. */
    private long filter;
    /** Where a key was found last among few. */
    private int recent;
    /** Index + 1 by hash of the key; empty while there are few entries. Never more than half full. */
    private int[] table = NO_TABLE;
    // Not final, and called through an interface with many implementations: where compilers that inline everything
    // stop.
    private LongBinaryOperator adder = this::findOrAddToMany;
    private LongUnaryOperator finder = this::findAmongAll;

    int size() {
        return size;
    }

    long key(int index) {
        return keys[index];
    }

    long value(int index) {
        return values[index];
    }

    void setValue(int index, long value) {
        values[index] = value;
    }

    boolean lastIs(long key) {
        return size > 0 && keys[size - 1] == key;
    }

    /** Without a loop up to the call: at each turn of one, compiled code may run something else of this thread. */
    int find(long key) {
        if (size == 0 || (size <= FEW && (filter & Signatures.bit(key)) == 0)) {
            return NONE;
        }
        if (keys[size - 1] == key) {
            return size - 1;
        }
        return size > 1 && keys[size - 2] == key ? size - 2 : (int) finder.applyAsLong(key);
    }

    private long findAmongAll(long key) {
        return size > FEW ? findHashed(key) : findAmongFew(key);
    }

    /** Who goes the same way twice asks for the keys in the order in which they came. */
    private int findAmongFew(long key) {
        for (int i = recent, n = 0; n < size; n++) {
            if (keys[i] == key) {
                recent = i;
                return i;
            }
            i = i + 1 == size ? 0 : i + 1;
        }
        return NONE;
    }

    private int findHashed(long key) {
        for (int at = slot(key); table[at] != 0; at = (at + 1) & (table.length - 1)) {
            if (keys[table[at] - 1] == key) {
                return table[at] - 1;
            }
        }
        return NONE;
    }

    /** Index of the entry with that key, which is added if there is none. */
    int findOrAdd(long key, long value) {
        if (size >= FEW) {
            return (int) adder.applyAsLong(key, value);
        }
        int index = find(key);
        if (index != NONE) {
            return index;
        }
        append(key, value);
        return size - 1;
    }

    private int findOrAddToMany(long key, long value) {
        int index = find(key);
        if (index != NONE) {
            return index;
        }
        // Memory may run out at any of these, so the entry comes last.
        if (size == keys.length) {
            long[] moreKeys = Arrays.copyOf(keys, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
            keys = moreKeys;
        }
        boolean small = table.length < 2 * (size + 1);
        if (small) {
            table = new int[Math.max(4 * FEW, 2 * table.length)];
        }
        if (small || size == FEW) {
            for (int i = 0; i < size; i++) {
                enter(i);
            }
        }
        append(key, value);
        enter(size - 1);
        return size - 1;
    }

    private void append(long key, long value) {
        keys[size] = key;
        values[size] = value;
        filter |= Signatures.bit(key);
        size++;
    }

    void put(long key, long value) {
        int index = findOrAdd(key, value);
        values[index] = value;
    }

    private void enter(int index) {
        int at = slot(keys[index]);
        while (table[at] != 0) {
            at = (at + 1) & (table.length - 1);
        }
        table[at] = index + 1;
    }

    private int slot(long key) {
        return (int) ((key * GOLDEN) >>> (1 + Long.numberOfLeadingZeros(table.length)));
    }

    /** All keys in ascending order, into an array that has room for them. */
    void sortKeysInto(long[] sorted) {
        System.arraycopy(keys, 0, sorted, 0, size);
        Arrays.sort(sorted, 0, size);
    }

    void clear() {
        if (size > FEW) {
            if (table.length > MOST_KEPT) {
                table = NO_TABLE;
                keys = new long[FIRST_CAPACITY];
                values = new long[FIRST_CAPACITY];
            } else {
                Arrays.fill(table, 0);
            }
        }
        size = 0;
        recent = 0;
        filter = 0;
    }
}
