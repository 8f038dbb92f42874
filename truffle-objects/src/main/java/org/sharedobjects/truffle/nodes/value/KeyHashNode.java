// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.nodes.value;

import com.oracle.graal.python.util.PythonUtils;
import com.oracle.truffle.api.dsl.Cached;
import com.oracle.truffle.api.dsl.Fallback;
import com.oracle.truffle.api.dsl.GenerateInline;
import com.oracle.truffle.api.dsl.Specialization;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.strings.TruffleString;
import org.sharedobjects.heap.value.Hashing;
import org.sharedobjects.heap.value.Immutables;
import org.sharedobjects.truffle.interpreter.AttachedHeap;
import org.sharedobjects.truffle.text.PythonTexts;

/** The hash of a dict key that {@link KeyNode} has found a cell for, without a look at that: Python's texts remember theirs. */
@GenerateInline(false)
public abstract class KeyHashNode extends Node {
    public abstract long execute(AttachedHeap home, Object key, long cell);

    @Specialization
    static long integer(@SuppressWarnings("unused") AttachedHeap home, int key, @SuppressWarnings("unused") long cell) {
        return Hashing.ofPython(key);
    }

    /** A text that this place of the program always uses. */
    @Specialization(guards = "key == cachedKey", limit = "4")
    static long sameText(
            @SuppressWarnings("unused") AttachedHeap home,
            @SuppressWarnings("unused") TruffleString key,
            @SuppressWarnings("unused") long cell,
            @SuppressWarnings("unused") @Cached("key") TruffleString cachedKey,
            @Cached("hash(key)") long hash) {
        return hash;
    }

    @Specialization(replaces = "sameText")
    static long text(
            @SuppressWarnings("unused") AttachedHeap home,
            TruffleString key,
            @SuppressWarnings("unused") long cell,
            @Cached TruffleString.HashCodeNode hashNode) {
        return Hashing.ofText(hashNode.execute(key, PythonUtils.TS_ENCODING));
    }

    @Fallback
    static long other(AttachedHeap home, @SuppressWarnings("unused") Object key, long cell) {
        return Immutables.hash(home.memory, cell);
    }

    static long hash(TruffleString key) {
        return PythonTexts.hash(key);
    }
}
