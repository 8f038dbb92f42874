// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.nodes.access;

import com.oracle.truffle.api.dsl.Bind;
import com.oracle.truffle.api.dsl.Cached;
import com.oracle.truffle.api.dsl.Cached.Shared;
import com.oracle.truffle.api.dsl.GenerateInline;
import com.oracle.truffle.api.dsl.Specialization;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.profiles.InlinedConditionProfile;
import org.sharedobjects.heap.dicttree.PlainTree;
import org.sharedobjects.heap.error.HeapException;
import org.sharedobjects.heap.struct.SmallDicts;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.truffle.error.Guard;
import org.sharedobjects.truffle.guest.SharedTable;
import org.sharedobjects.truffle.interpreter.AttachedHeap;
import org.sharedobjects.truffle.nodes.value.KeyHashNode;
import org.sharedobjects.truffle.nodes.value.KeyNode;

/**
 * Cell of the value of a key of a dict, or of an element of a set, {@link Cell#EMPTY} for no such key, {@link Cell#MISS_SLOW} when the full operation must look, as
 * it must when the interpreter has passed since {@code passes} was read.
 */
@GenerateInline(false)
public abstract class FindEntryNode extends Node {
    public abstract long execute(SharedTable dict, Object key, int passes);

    /** In a dict of one body. */
    @Specialization(guards = "!dict.isLarge()")
    static long small(
            SharedTable dict,
            Object key,
            int passes,
            @Bind Node node,
            @Cached @Shared KeyNode keys,
            @Cached @Shared KeyHashNode hashes,
            @Cached @Shared InlinedConditionProfile inTransaction) {
        AttachedHeap home = dict.home();
        try {
            long cell = keys.execute(home, key);
            if (cell == Cell.EMPTY) {
                return Cell.MISS_SLOW;
            }
            long hash = hashes.execute(home, key, cell);
            long value = TransactionalSteps.isInside(node, home, inTransaction)
                    ? TransactionalSteps.entry(node, dict, key, cell, hash)
                    : SmallDicts.tryGet(home.memory, dict.ref(), cell, hash);
            return home.passage.unchangedSince(passes) ? value : Cell.MISS_SLOW;
        } catch (HeapException e) {
            Guard.throwUnlessPassed(node, home, passes, e);
            return Cell.MISS_SLOW;
        }
    }

    /** In a large one: at the place where the key was seen before, else where the index leads to. */
    @Specialization(guards = "dict.isLarge()")
    static long large(
            SharedTable dict,
            Object key,
            int passes,
            @Bind Node node,
            @Cached @Shared KeyNode keys,
            @Cached @Shared KeyHashNode hashes,
            @Cached @Shared InlinedConditionProfile inTransaction) {
        AttachedHeap home = dict.home();
        try {
            long cell = keys.execute(home, key);
            if (cell == Cell.EMPTY) {
                return Cell.MISS_SLOW;
            }
            boolean inside = TransactionalSteps.isInside(node, home, inTransaction);
            long hash = hashes.execute(home, key, cell);
            long place = DictOperations.place(dict, cell, hash);
            if (!home.passage.unchangedSince(passes)) {
                // A transaction must not note what is no chunk of the dict.
                return Cell.MISS_SLOW;
            }
            if (place < 0) {
                return place == PlainTree.ABSENT && !inside ? Cell.EMPTY : Cell.MISS_SLOW;
            }
            long value = inside
                    ? TransactionalSteps.entryAt(node, dict, key, place, cell)
                    : PlainTree.tryGetAt(home.memory, place, cell);
            if (value == Cell.MISS_SLOW) {
                DictOperations.forgetPlace(dict, cell, hash);
            }
            return home.passage.unchangedSince(passes) ? value : Cell.MISS_SLOW;
        } catch (HeapException e) {
            Guard.throwUnlessPassed(node, home, passes, e);
            return Cell.MISS_SLOW;
        }
    }
}
