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
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.truffle.error.Guard;
import org.sharedobjects.truffle.guest.SharedSequence;
import org.sharedobjects.truffle.interpreter.AttachedHeap;

/** Cell of an element, or {@link Cell#MISS_SLOW} when the full operation must look, as for an index out of range. What it read counts only as
 * long as the interpreter has not passed since {@code passes} was read, which the caller sees to. */
@GenerateInline(false)
public abstract class LoadElementNode extends Node {
    /**
     * Loads it.
     *
     * @param index of the element, as a conflict names it
     * @param cell index of its cell, which is the same unless several elements lie in one
     */
    public abstract long execute(SharedSequence list, long index, long cell, int passes);

    /** A list of one body: three loads and a recheck. */
    @Specialization(guards = "!list.large")
    static long flat(
            SharedSequence list,
            long index,
            long cell,
            int passes,
            @Bind Node node,
            @Cached @Shared InlinedConditionProfile inTransaction) {
        return load(node, list, index, list.ref, cell, passes, inTransaction);
    }

    /** The same in a chunk. */
    @Specialization(guards = "list.large")
    static long inChunk(
            SharedSequence list,
            long index,
            long cell,
            int passes,
            @Bind Node node,
            @Cached @Shared InlinedConditionProfile inTransaction) {
        long chunk = ListOperations.chunk(node, list, cell);
        return chunk == Directory.NONE
                ? Cell.MISS_SLOW
                : load(node, list, index, chunk, cell & ListChunk.MASK, passes, inTransaction);
    }

    private static long load(
            Node node,
            SharedSequence list,
            long index,
            long part,
            long cellInPart,
            int passes,
            InlinedConditionProfile inTransaction) {
        AttachedHeap home = list.home;
        try {
            return TransactionalSteps.isInside(node, home, inTransaction)
                    ? TransactionalSteps.element(node, list, index, part, cellInPart)
                    : ListCells.tryGet(home.memory, part, cellInPart);
        } catch (HeapException e) {
            Guard.throwUnlessPassed(node, home, passes, e);
            return Cell.MISS_SLOW;
        }
    }
}
