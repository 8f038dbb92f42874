// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.nodes.iteration;

import com.oracle.graal.python.PythonLanguage;
import com.oracle.graal.python.runtime.object.PFactory;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.dsl.Bind;
import com.oracle.truffle.api.dsl.Cached;
import com.oracle.truffle.api.dsl.Cached.Shared;
import com.oracle.truffle.api.dsl.GenerateInline;
import com.oracle.truffle.api.dsl.Specialization;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.profiles.InlinedConditionProfile;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.chunk.Directory;
import org.sharedobjects.heap.dicttree.PlainTree;
import org.sharedobjects.heap.dicttree.TreeLayout;
import org.sharedobjects.heap.error.HeapException;
import org.sharedobjects.heap.struct.SmallDicts;
import org.sharedobjects.truffle.error.Guard;
import org.sharedobjects.truffle.guest.SharedIterator;
import org.sharedobjects.truffle.guest.SharedTable;
import org.sharedobjects.truffle.interpreter.AttachedHeap;
import org.sharedobjects.truffle.interpreter.Passage;
import org.sharedobjects.truffle.nodes.access.TransactionalSteps;
import org.sharedobjects.truffle.nodes.value.DecodeNode;

/**
 * Key, value or both of the next entry of a dict or set, past which the iterator stands then. Null behind the last one, when the iterator has no
 * target any more, and when the full operation must look, as it must when the size has changed.
 */
@GenerateInline(false)
abstract class NextEntryNode extends Node {
    abstract @Nullable Object execute(SharedIterator iterator, SharedTable table);

    /** In a table of one body. */
    @Specialization(guards = "!table.isLarge()")
    static @Nullable Object small(
            SharedIterator iterator,
            SharedTable table,
            @Bind Node node,
            @Cached @Shared("key") DecodeNode decodeKey,
            @Cached @Shared("value") DecodeNode decodeValue,
            @Cached @Shared InlinedConditionProfile inTransaction) {
        AttachedHeap home = table.home();
        int passes = home.passage.count();
        int next;
        try {
            next = TransactionalSteps.isInside(node, home, inTransaction)
                    ? TransactionalSteps.nextEntry(
                            node, table, (int) iterator.index, iterator.expectedSize, iterator.entry)
                    : SmallDicts.tryNext(
                            home.memory, table.ref(), (int) iterator.index, iterator.expectedSize, iterator.entry);
        } catch (HeapException e) {
            Guard.throwUnlessPassed(node, home, passes, e);
            return null;
        }
        return result(node, iterator, home, next, passes, decodeKey, decodeValue);
    }

    /** In a chunk of a large one. */
    @Specialization(guards = "table.isLarge()")
    static @Nullable Object inChunk(
            SharedIterator iterator,
            SharedTable table,
            @Bind Node node,
            @Cached @Shared("key") DecodeNode decodeKey,
            @Cached @Shared("value") DecodeNode decodeValue,
            @Cached @Shared InlinedConditionProfile inTransaction) {
        AttachedHeap home = table.home();
        int passes = home.passage.count();
        int next;
        try {
            next = next(node, iterator, table, home, (int) iterator.index, inTransaction);
            if (next == PlainTree.NEXT_CHUNK) {
                int position = (int) TreeLayout.position(iterator.chunkNumber + 1L, 0);
                next = next(node, iterator, table, home, position, inTransaction);
            }
        } catch (HeapException e) {
            Guard.throwUnlessPassed(node, home, passes, e);
            return null;
        }
        return result(node, iterator, home, next, passes, decodeKey, decodeValue);
    }

    private static int next(
            Node node,
            SharedIterator iterator,
            SharedTable table,
            AttachedHeap home,
            int position,
            InlinedConditionProfile inTransaction) {
        int number = TreeLayout.chunkOf(position);
        if (iterator.chunk == Directory.NONE || iterator.chunkNumber != number) {
            findChunk(node, iterator, table, position);
        }
        if (iterator.chunk == Directory.NONE) {
            return PlainTree.UNKNOWN;
        }
        if (TransactionalSteps.isInside(node, home, inTransaction)) {
            return TransactionalSteps.nextEntryOfTree(
                    node, table, iterator.chunk, position, iterator.expectedSize, iterator.entry);
        }
        return PlainTree.trySize(home.memory, table.ref()) == iterator.expectedSize
                ? PlainTree.tryNext(home.memory, iterator.chunk, position, iterator.entry)
                : PlainTree.UNKNOWN;
    }

    @TruffleBoundary
    private static void findChunk(Node node, SharedIterator iterator, SharedTable table, int position) {
        AttachedHeap home = table.home();
        iterator.chunk = Guard.run(node, home, () -> PlainTree.chunkOf(home.memory, table.ref(), position));
        iterator.chunkNumber = TreeLayout.chunkOf(position);
    }

    private static @Nullable Object result(
            Node node,
            SharedIterator iterator,
            AttachedHeap home,
            int next,
            int passes,
            DecodeNode decodeKey,
            DecodeNode decodeValue) {
        Passage passage = home.passage;
        if (next == PlainTree.END && passage.unchangedSince(passes)) {
            iterator.target = null;
            return null;
        }
        if (next < 0 || iterator.remaining == 0) {
            return null;
        }
        boolean hasKey = iterator.kind != SharedIterator.Kind.VALUES;
        boolean hasValue = !hasKey || iterator.kind == SharedIterator.Kind.ITEMS;
        Object key = hasKey ? decodeKey.execute(home, iterator.entry[0], passes) : null;
        Object value = hasValue ? decodeValue.execute(home, iterator.entry[1], passes) : null;
        if ((hasKey && key == null) || (hasValue && value == null) || !passage.unchangedSince(passes)) {
            return null;
        }
        iterator.remaining--;
        iterator.index = next;
        if (hasKey && hasValue) {
            return PFactory.createTuple(PythonLanguage.get(node), new Object[] {key, value});
        }
        return hasKey ? key : value;
    }
}
