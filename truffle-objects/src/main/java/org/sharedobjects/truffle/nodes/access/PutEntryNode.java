// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.nodes.access;

import com.oracle.truffle.api.dsl.Bind;
import com.oracle.truffle.api.dsl.Cached;
import com.oracle.truffle.api.dsl.Cached.Shared;
import com.oracle.truffle.api.dsl.GenerateInline;
import com.oracle.truffle.api.dsl.Specialization;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.profiles.InlinedBranchProfile;
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

/** Stores the value of a key; false when the full operation must do it. */
@GenerateInline(false)
public abstract class PutEntryNode extends Node {
    public abstract boolean execute(SharedTable dict, Object key, long value);

    /** Into a dict of one body. */
    @Specialization(guards = "!dict.isLarge()")
    static boolean small(
            SharedTable dict,
            Object key,
            long value,
            @Bind Node node,
            @Cached @Shared KeyNode keys,
            @Cached @Shared KeyHashNode hashes,
            @Cached @Shared InlinedConditionProfile inTransaction) {
        AttachedHeap home = dict.home();
        try {
            long cell = keys.execute(home, key);
            if (cell == Cell.EMPTY) {
                return false;
            }
            long hash = hashes.execute(home, key, cell);
            return TransactionalSteps.isInside(node, home, inTransaction)
                    ? TransactionalSteps.setEntry(node, dict, key, cell, hash, value)
                    : SmallDicts.tryPut(home.mutator(), dict.ref(), cell, hash, value);
        } catch (HeapException e) {
            throw Guard.translate(node, home, e);
        }
    }

    /** Over the value in a large one, found as by {@link FindEntryNode}, or as a new entry. */
    @Specialization(guards = "dict.isLarge()")
    static boolean large(
            SharedTable dict,
            Object key,
            long value,
            @Bind Node node,
            @Cached @Shared KeyNode keys,
            @Cached @Shared KeyHashNode hashes,
            @Cached @Shared InlinedConditionProfile inTransaction,
            @Cached InlinedBranchProfile absent) {
        AttachedHeap home = dict.home();
        try {
            long cell = keys.execute(home, key);
            if (cell == Cell.EMPTY) {
                return false;
            }
            boolean inside = TransactionalSteps.isInside(node, home, inTransaction);
            long hash = hashes.execute(home, key, cell);
            long place = DictOperations.place(dict, cell, hash);
            if (place == PlainTree.ABSENT) {
                absent.enter(node);
                return inside
                        ? TransactionalSteps.addEntry(node, dict, key, cell, hash, value)
                        : TransactionalSteps.addEntryAlone(node, dict, cell, hash, value);
            }
            if (place < 0) {
                return false;
            }
            boolean done = inside
                    ? TransactionalSteps.setEntryAt(node, dict, key, place, cell, value)
                    : PlainTree.tryPutAt(home.mutator(), place, cell, value);
            if (!done) {
                DictOperations.forgetPlace(dict, cell, hash);
            }
            return done;
        } catch (HeapException e) {
            throw Guard.translate(node, home, e);
        }
    }
}
