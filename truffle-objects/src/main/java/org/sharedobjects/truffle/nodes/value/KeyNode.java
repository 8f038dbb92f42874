// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.nodes.value;

import com.oracle.graal.python.util.PythonUtils;
import com.oracle.truffle.api.dsl.Cached;
import com.oracle.truffle.api.dsl.Fallback;
import com.oracle.truffle.api.dsl.GenerateInline;
import com.oracle.truffle.api.dsl.Specialization;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.strings.TruffleString;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.truffle.interpreter.AttachedHeap;
import org.sharedobjects.truffle.interpreter.KeyCache;
import org.sharedobjects.truffle.store.TextKeys;

/** The cell of a dict key that compiled code can hash itself; {@link Cell#EMPTY} for all others. */
@GenerateInline(false)
public abstract class KeyNode extends Node {
    public abstract long execute(AttachedHeap home, Object key);

    @Specialization
    static long integer(@SuppressWarnings("unused") AttachedHeap home, int key) {
        return Cell.ofInt(key);
    }

    /** A short text that this place of the program always uses. */
    @Specialization(
            guards = {"key == cachedKey", "cell != 0"},
            limit = "4")
    static long sameShortText(
            @SuppressWarnings("unused") AttachedHeap home,
            @SuppressWarnings("unused") TruffleString key,
            @SuppressWarnings("unused") @Cached("key") TruffleString cachedKey,
            @Cached("cellInEveryHeap(key)") long cell) {
        return cell;
    }

    /** A longer one: its cell holds for one heap. */
    @Specialization(
            guards = {"key == cachedKey", "home.heapNumber == heapNumber", "cell != 0"},
            limit = "4")
    static long sameText(
            @SuppressWarnings("unused") AttachedHeap home,
            @SuppressWarnings("unused") TruffleString key,
            @SuppressWarnings("unused") @Cached("key") TruffleString cachedKey,
            @SuppressWarnings("unused") @Cached("home.heapNumber") long heapNumber,
            @Cached("cellInHeap(home, key)") long cell) {
        return cell;
    }

    @Specialization(replaces = {"sameShortText", "sameText"})
    static long text(
            AttachedHeap home,
            TruffleString key,
            @Cached TruffleString.HashCodeNode hashNode,
            @Cached TruffleString.EqualNode equalNode) {
        int hash = hashNode.execute(key, PythonUtils.TS_ENCODING);
        int place = KeyCache.first(hash);
        if (!isAt(home, place, key, equalNode)) {
            place = KeyCache.second(hash);
            if (!isAt(home, place, key, equalNode)) {
                return TextKeys.cellIfKnown(home, key, hash);
            }
        }
        return home.keys.cell(place);
    }

    private static boolean isAt(AttachedHeap home, int place, TruffleString key, TruffleString.EqualNode equalNode) {
        TruffleString known = home.keys.text(place);
        return known != null && equalNode.execute(known, key, PythonUtils.TS_ENCODING);
    }

    @Fallback
    static long other(@SuppressWarnings("unused") AttachedHeap home, @SuppressWarnings("unused") Object key) {
        return Cell.EMPTY;
    }

    static long cellInEveryHeap(TruffleString key) {
        return TextKeys.cellInEveryHeap(key);
    }

    static long cellInHeap(AttachedHeap home, TruffleString key) {
        return TextKeys.cellInHeap(home, key);
    }
}
