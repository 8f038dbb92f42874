// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.nodes.access;

import com.oracle.truffle.api.dsl.Bind;
import com.oracle.truffle.api.dsl.Cached;
import com.oracle.truffle.api.dsl.Cached.Shared;
import com.oracle.truffle.api.dsl.GenerateInline;
import com.oracle.truffle.api.dsl.Specialization;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.profiles.InlinedConditionProfile;
import org.sharedobjects.heap.chunk.Directory;
import org.sharedobjects.heap.error.HeapException;
import org.sharedobjects.heap.listtree.ListCells;
import org.sharedobjects.heap.listtree.ListChunk;
import org.sharedobjects.truffle.error.Guard;
import org.sharedobjects.truffle.guest.SharedSequence;
import org.sharedobjects.truffle.interpreter.AttachedHeap;

/** Stores an element; false when the full operation must do it. */
@GenerateInline(false)
public abstract class StoreElementNode extends Node {
    public abstract boolean execute(SharedSequence list, long index, long cell);

    /** Into a list of one body. */
    @Specialization(guards = "!list.large")
    static boolean flat(
            SharedSequence list,
            long index,
            long cell,
            @Bind Node node,
            @Cached @Shared InlinedConditionProfile inTransaction) {
        return store(node, list, index, list.ref, index, cell, inTransaction);
    }

    /** Into a chunk. */
    @Specialization(guards = "list.large")
    static boolean inChunk(
            SharedSequence list,
            long index,
            long cell,
            @Bind Node node,
            @Cached @Shared InlinedConditionProfile inTransaction) {
        long chunk = ListOperations.chunk(node, list, index);
        return chunk != Directory.NONE && store(node, list, index, chunk, index & ListChunk.MASK, cell, inTransaction);
    }

    private static boolean store(
            Node node,
            SharedSequence list,
            long index,
            long part,
            long indexInPart,
            long cell,
            InlinedConditionProfile inTransaction) {
        AttachedHeap home = list.home;
        try {
            return TransactionalSteps.isInside(node, home, inTransaction)
                    ? TransactionalSteps.setElement(node, list, index, part, indexInPart, cell)
                    : ListCells.trySet(home.mutator(), part, indexInPart, cell);
        } catch (HeapException e) {
            throw Guard.translate(node, home, e);
        }
    }
}
