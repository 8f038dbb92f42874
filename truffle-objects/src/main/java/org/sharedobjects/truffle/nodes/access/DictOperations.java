// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.nodes.access;

import com.oracle.graal.python.builtins.objects.PNone;
import com.oracle.graal.python.builtins.objects.list.PList;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.nodes.Node;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.dicttree.PlainTree;
import org.sharedobjects.truffle.error.Guard;
import org.sharedobjects.truffle.error.PythonErrors;
import org.sharedobjects.truffle.guest.SharedDict;
import org.sharedobjects.truffle.guest.SharedIterator;
import org.sharedobjects.truffle.guest.SharedTable;
import org.sharedobjects.truffle.interpreter.Passage;
import org.sharedobjects.truffle.interpreter.PlaceCache;
import org.sharedobjects.truffle.store.DictAccess;

/** What the dict nodes do when the short way fails. Errors are Python's. */
public final class DictOperations {
    private DictOperations() {}

    public static SharedDict self(@Nullable Node node, Object self, String method) {
        if (self instanceof SharedDict dict) {
            return dict;
        }
        throw PythonErrors.wrongSelf(node, method, "dict", self);
    }

    /** The short way has missed: perhaps since the dict has become large. */
    @TruffleBoundary
    public static void lookAtSize(@Nullable Node node, SharedTable dict) {
        if (!dict.isLarge() && Guard.run(node, dict.home(), () -> PlainTree.isTree(dict.home().memory, dict.ref()))) {
            dict.setLarge();
        }
    }

    /** As {@link PlainTree#place}, remembered if it was right last time. */
    static long place(SharedTable dict, long key, long hash) {
        long known = dict.places().find(dict.home().passage, key, hash);
        return known != PlaceCache.NONE ? known : findPlace(dict, key, hash);
    }

    @TruffleBoundary
    private static long findPlace(SharedTable dict, long key, long hash) {
        Passage passage = dict.home().passage;
        int passes = passage.count();
        long place = PlainTree.place(dict.home().memory, dict.ref(), hash);
        // What was found before a pass must not be remembered after it.
        if (place >= 0 && passage.unchangedSince(passes)) {
            dict.places().put(passage, key, hash, place);
        }
        return place;
    }

    /** What was to be there was not: the next {@link #place} looks for it. */
    @TruffleBoundary
    static void forgetPlace(SharedTable dict, long key, long hash) {
        dict.places().drop(key, hash);
    }

    /** Null when there is no such key. */
    @TruffleBoundary
    static @Nullable Object find(@Nullable Node node, SharedDict dict, Object key) {
        lookAtSize(node, dict);
        return Guard.<@Nullable Object>run(node, dict.home, () -> DictAccess.get(dict, key));
    }

    @TruffleBoundary
    public static Object getItem(@Nullable Node node, SharedDict dict, Object key) {
        Object value = find(node, dict, key);
        if (value == null) {
            throw PythonErrors.keyError(node, key);
        }
        return value;
    }

    @TruffleBoundary
    public static void setItem(@Nullable Node node, Object self, Object key, Object value) {
        boolean delete = value == PNone.NO_VALUE;
        SharedDict dict = self(node, self, delete ? "__delitem__" : "__setitem__");
        if (delete) {
            if (!delete(node, dict, key)) {
                throw PythonErrors.keyError(node, key);
            }
            return;
        }
        lookAtSize(node, dict);
        Guard.run(node, dict.home, () -> {
            DictAccess.put(dict, key, value);
            return PNone.NONE;
        });
    }

    /** Removes a key; false if it is not there. */
    @TruffleBoundary
    static boolean delete(@Nullable Node node, SharedDict dict, Object key) {
        return Guard.run(node, dict.home, () -> DictAccess.delete(dict, key));
    }

    /** Removes a key and returns its value, or the default if there is one. */
    @TruffleBoundary
    public static Object pop(Node node, SharedDict dict, Object key, Object defaultValue) {
        Object removed = Guard.<@Nullable Object>run(node, dict.home, () -> DictAccess.remove(dict, key));
        if (removed != null) {
            return removed;
        }
        if (defaultValue == PNone.NO_VALUE) {
            throw PythonErrors.keyError(node, key);
        }
        return defaultValue;
    }

    @TruffleBoundary
    public static int size(@Nullable Node node, SharedTable dict) {
        return Guard.run(node, dict.home(), () -> DictAccess.size(dict));
    }

    /** A native list of keys, values, items or elements, as they are in one moment. */
    @TruffleBoundary
    public static PList snapshot(@Nullable Node node, SharedTable dict, SharedIterator.Kind kind) {
        return Guard.run(node, dict.home(), () -> DictAccess.list(dict, kind));
    }

    @TruffleBoundary
    public static boolean contains(@Nullable Node node, SharedDict dict, Object key) {
        lookAtSize(node, dict);
        return Guard.run(node, dict.home, () -> DictAccess.contains(dict, key));
    }

    /** The value of the key, or the default, None without one. */
    @TruffleBoundary
    public static Object get(@Nullable Node node, SharedDict dict, Object key, Object defaultValue) {
        Object value = find(node, dict, key);
        return value != null ? value : defaultValue == PNone.NO_VALUE ? PNone.NONE : defaultValue;
    }

    @TruffleBoundary
    public static Object setDefault(Node node, SharedDict dict, Object key, Object value) {
        Object stored = value == PNone.NO_VALUE ? PNone.NONE : value;
        return Guard.run(node, dict.home, () -> DictAccess.setDefault(dict, key, stored));
    }
}
