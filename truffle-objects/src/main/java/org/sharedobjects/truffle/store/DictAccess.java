// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.store;

import com.oracle.graal.python.PythonLanguage;
import com.oracle.graal.python.builtins.objects.dict.PDict;
import com.oracle.graal.python.builtins.objects.list.PList;
import com.oracle.graal.python.lib.PyObjectHashNode;
import com.oracle.graal.python.lib.PyObjectRichCompareBool;
import com.oracle.graal.python.runtime.object.PFactory;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.struct.Dicts;
import org.sharedobjects.heap.txn.ConflictException;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.truffle.guest.SharedDict;
import org.sharedobjects.truffle.guest.SharedIterator;
import org.sharedobjects.truffle.guest.SharedObject;
import org.sharedobjects.truffle.guest.SharedTable;
import org.sharedobjects.truffle.interpreter.AttachedHeap;

/**
 * Operations on shared dicts in terms of Python values, complete and slow. Null stands for "no such key". What takes a
 * {@link SharedTable} does the same for sets, whose elements are keys with None as their value.
 */
public final class DictAccess {
    private DictAccess() {}

    @TruffleBoundary
    public static int size(SharedTable dict) {
        return Dicts.size(dict.home().mutator(), dict.ref());
    }

    @TruffleBoundary
    public static boolean contains(SharedTable dict, Object key) {
        return find(dict, key) != Cell.EMPTY;
    }

    @TruffleBoundary
    public static @Nullable Object get(SharedDict dict, Object key) {
        return decoded(dict, find(dict, key));
    }

    private static long find(SharedTable dict, Object key) {
        return lookup(dict, key, code -> present(dict, code));
    }

    private static long present(SharedTable dict, KeyCode code) {
        return Dicts.get(dict.home().mutator(), dict.ref(), code.cell(), code.hash(), code.equality());
    }

    /** Removes an entry and returns its value. */
    @TruffleBoundary
    public static @Nullable Object remove(SharedDict dict, Object key) {
        @Nullable Object[] taken = new @Nullable Object[1];
        long found = lookup(dict, key, code -> {
            long before = present(dict, code);
            Object seen = Taking.seen(dict.home, before);
            long removed = removed(dict, code);
            taken[0] = removed == Cell.EMPTY ? null : Taking.taken(dict.home, removed, before, seen);
            return removed;
        });
        return found == Cell.EMPTY ? null : taken[0];
    }

    /** Removes an entry; false without one. */
    @TruffleBoundary
    public static boolean delete(SharedTable dict, Object key) {
        return lookup(dict, key, code -> removed(dict, code)) != Cell.EMPTY;
    }

    private static long removed(SharedTable dict, KeyCode code) {
        return Dicts.remove(dict.home().mutator(), dict.ref(), code.cell(), code.hash(), code.equality());
    }

    @TruffleBoundary
    public static void put(SharedDict dict, Object key, Object value) {
        store(
                dict,
                key,
                value,
                (code, cell) ->
                        Dicts.put(dict.home.mutator(), dict.ref, code.cell(), code.hash(), cell, code.equality()));
    }

    /** The value that is there, or the given one after storing it. */
    @TruffleBoundary
    public static Object setDefault(SharedDict dict, Object key, Object value) {
        Object present = get(dict, key);
        if (present != null) {
            return present;
        }
        long[] stored = new long[1];
        long before = store(dict, key, value, (code, cell) -> {
            stored[0] = cell;
            Taking.prepare(dict.home, cell);
            return Dicts.putIfAbsent(dict.home.mutator(), dict.ref, code.cell(), code.hash(), cell, code.equality());
        });
        return Decoder.decode(dict.home, before == Cell.EMPTY ? stored[0] : before);
    }

    /** Key and value of the entry inserted last, which is removed; null for an empty dict. */
    @TruffleBoundary
    public static Object @Nullable [] popLast(SharedDict dict) {
        long[] before = new long[2];
        if (!Dicts.last(dict.home.mutator(), dict.ref, before)) {
            return null;
        }
        Object key = Taking.seen(dict.home, before[0]);
        Object value = Taking.seen(dict.home, before[1]);
        long[] entry = new long[2];
        if (!Dicts.popLast(dict.home.mutator(), dict.ref, entry)) {
            return null;
        }
        return new Object[] {
            Taking.taken(dict.home, entry[0], before[0], key), Taking.taken(dict.home, entry[1], before[1], value)
        };
    }

    @TruffleBoundary
    public static void clear(SharedTable dict) {
        Dicts.clear(dict.home().mutator(), dict.ref());
    }

    /** Keys and values in turn, as they were at one moment. */
    @TruffleBoundary
    public static Object[] items(SharedDict dict) {
        return Decoder.decodeAll(dict.home, Dicts.snapshot(dict.home.mutator(), dict.ref));
    }

    @TruffleBoundary
    public static Object[] keys(SharedTable dict) {
        return Decoder.decodeAll(dict.home(), half(Dicts.snapshot(dict.home().mutator(), dict.ref()), 0));
    }

    /** Keys, values, items or the elements of a set, as they were at one moment. */
    @TruffleBoundary
    public static PList list(SharedTable dict, SharedIterator.Kind kind) {
        long[] entries = Dicts.snapshot(dict.home().mutator(), dict.ref());
        return switch (kind) {
            case ITEMS -> items(dict.home(), entries);
            case VALUES -> NativeLists.of(dict.home(), half(entries, 1));
            default -> NativeLists.of(dict.home(), half(entries, 0));
        };
    }

    private static PList items(AttachedHeap home, long[] entries) {
        PythonLanguage language = home.interpreter.pythonLanguage();
        Object[] items = new Object[entries.length / 2];
        for (int i = 0; i < items.length; i++) {
            Object key = Decoder.decode(home, entries[2 * i]);
            Object value = Decoder.decode(home, entries[2 * i + 1]);
            items[i] = PFactory.createTuple(language, new Object[] {key, value});
        }
        return PFactory.createList(language, items);
    }

    private static long[] half(long[] entries, int from) {
        long[] half = new long[entries.length / 2];
        for (int i = 0; i < half.length; i++) {
            half[i] = entries[2 * i + from];
        }
        return half;
    }

    /** Key and value behind this position go into {@code entry}; returns the next position, -1 at the end. */
    @TruffleBoundary
    public static int next(SharedTable dict, int position, long[] entry) {
        return Dicts.next(dict.home().mutator(), dict.ref(), position, entry);
    }

    @TruffleBoundary
    public static void update(SharedDict dict, PDict entries) {
        withEntries(dict.home, entries, all -> {
            Dicts.putAll(dict.home.mutator(), dict.ref, all.keysAndValues, all.hashes(), i -> all.keys[i].equality());
            return 0;
        });
    }

    @TruffleBoundary
    public static void replace(SharedDict dict, PDict entries) {
        withEntries(dict.home, entries, all -> {
            Dicts.replaceAll(dict.home.mutator(), dict.ref, all.keysAndValues, all.hashes());
            return 0;
        });
    }

    /** A new shared dict of these entries. */
    @TruffleBoundary
    public static SharedObject create(AttachedHeap home, PDict entries) {
        long ref = withEntries(home, entries, all -> {
            long created = Dicts.create(home.allocator, all.keys.length);
            all.blocks.addDict(created);
            for (int i = 0; i < all.keys.length; i++) {
                KeyCode key = all.keys[i];
                Dicts.addFresh(home.allocator, created, key.cell(), key.hash(), all.keysAndValues[2 * i + 1]);
            }
            return created;
        });
        return home.interpreter.classes().wrapper(home, ref);
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Entries(KeyCode[] keys, long[] keysAndValues, Blocks blocks) {
        long[] hashes() {
            long[] hashes = new long[keys.length];
            for (int i = 0; i < hashes.length; i++) {
                hashes[i] = keys[i].hash();
            }
            return hashes;
        }
    }

    private static long withEntries(AttachedHeap home, PDict source, ToLongFunction<Entries> operation) {
        Object[] items = source instanceof SharedDict shared ? items(shared) : NativeDicts.entries(source);
        Blocks blocks = new Blocks();
        boolean stored = false;
        try {
            KeyCode[] keys = new KeyCode[items.length / 2];
            long[] cells = new long[items.length];
            for (int i = 0; i < keys.length; i++) {
                keys[i] = storedKey(home, items[2 * i], blocks);
                cells[2 * i] = keys[i].cell();
                cells[2 * i + 1] = CopyIn.copyAt(home, items[2 * i + 1], blocks, items[2 * i]);
            }
            long result = operation.applyAsLong(new Entries(keys, cells, blocks));
            stored = true;
            return result;
        } finally {
            if (!stored) {
                blocks.takeBack(home);
            }
        }
    }

    private static KeyCode storedKey(AttachedHeap home, Object key, Blocks blocks) {
        KeyCode code = KeyCode.ofStored(home, key, blocks);
        if (code == null) {
            throw NotShareable.error(home, "key", key);
        }
        return code;
    }

    private static long lookup(SharedTable dict, Object key, ToLongFunction<KeyCode> operation) {
        Blocks blocks = new Blocks();
        try {
            KeyCode code = KeyCode.ofLookup(dict.home(), key, blocks);
            long found = code == null ? Cell.EMPTY : operation.applyAsLong(code);
            if (found != Cell.EMPTY || (code != null && !KeyCode.asksGuest(dict.home(), key))) {
                return found;
            }
            KeyCode equal = equalKey(dict, key, blocks);
            return equal == null ? Cell.EMPTY : operation.applyAsLong(equal);
        } catch (ConflictException e) {
            Touching.key(dict, key);
            throw e;
        } finally {
            blocks.release(dict.home().allocator);
        }
    }

    /** The key that equals one that is nowhere or hashed otherwise, if that says so; null without one. */
    private static @Nullable KeyCode equalKey(SharedTable dict, Object key, Blocks blocks) {
        long hash = PyObjectHashNode.executeUncached(key);
        if (!KeyCode.definesEquality(key)) {
            return null;
        }
        for (Object candidate : keys(dict)) {
            if (PyObjectHashNode.executeUncached(candidate) == hash
                    && PyObjectRichCompareBool.executeEqUncached(candidate, key)) {
                return KeyCode.ofLookup(dict.home(), candidate, blocks);
            }
        }
        return null;
    }

    /** Stores a cell under a key. */
    @FunctionalInterface
    private interface Store {
        long apply(KeyCode key, long cell);
    }

    private static long store(SharedDict dict, Object key, Object value, Store operation) {
        Blocks blocks = new Blocks();
        boolean stored = false;
        try {
            KeyCode code = storedKey(dict.home, key, blocks);
            long result = operation.apply(code, CopyIn.copyAt(dict.home, value, blocks, key));
            stored = true;
            return result;
        } catch (ConflictException e) {
            Touching.key(dict, key);
            throw e;
        } finally {
            if (!stored) {
                blocks.takeBack(dict.home);
            }
        }
    }

    private static @Nullable Object decoded(SharedTable dict, long cell) {
        return cell == Cell.EMPTY ? null : Decoder.decode(dict.home(), cell);
    }
}
