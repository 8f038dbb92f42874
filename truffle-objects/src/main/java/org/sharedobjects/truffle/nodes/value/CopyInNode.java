// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.nodes.value;

import com.oracle.graal.python.builtins.PythonBuiltinClassType;
import com.oracle.graal.python.builtins.objects.common.HashingStorage;
import com.oracle.graal.python.builtins.objects.common.HashingStorageNodes.HashingStorageGetIterator;
import com.oracle.graal.python.builtins.objects.common.HashingStorageNodes.HashingStorageIterator;
import com.oracle.graal.python.builtins.objects.common.HashingStorageNodes.HashingStorageIteratorKey;
import com.oracle.graal.python.builtins.objects.common.HashingStorageNodes.HashingStorageIteratorNext;
import com.oracle.graal.python.builtins.objects.common.HashingStorageNodes.HashingStorageIteratorValue;
import com.oracle.graal.python.builtins.objects.common.HashingStorageNodes.HashingStorageLen;
import com.oracle.graal.python.builtins.objects.common.SequenceStorageNodes.GetItemScalarNode;
import com.oracle.graal.python.builtins.objects.dict.PDict;
import com.oracle.graal.python.builtins.objects.list.PList;
import com.oracle.graal.python.builtins.objects.tuple.PTuple;
import com.oracle.graal.python.nodes.object.GetClassNode;
import com.oracle.graal.python.runtime.sequence.storage.SequenceStorage;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.dsl.Bind;
import com.oracle.truffle.api.dsl.Cached;
import com.oracle.truffle.api.dsl.Cached.Exclusive;
import com.oracle.truffle.api.dsl.Cached.Shared;
import com.oracle.truffle.api.dsl.Fallback;
import com.oracle.truffle.api.dsl.GenerateInline;
import com.oracle.truffle.api.dsl.Specialization;
import com.oracle.truffle.api.nodes.Node;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.error.HeapException;
import org.sharedobjects.heap.error.HeapFullException;
import org.sharedobjects.heap.struct.SmallDicts;
import org.sharedobjects.heap.struct.SmallLists;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.Tuples;
import org.sharedobjects.truffle.error.Guard;
import org.sharedobjects.truffle.interpreter.AttachedHeap;

/**
 * The cell of a value that needs no block, or of a new copy of a list of one body, a small dict or a small tuple that contains nothing else.
 * {@link Cell#EMPTY} for all others, which the full operation stores. Within an operation; what is not stored after all is garbage.
 */
@GenerateInline(false)
public abstract class CopyInNode extends Node {
    private static final int MOST_ENTRIES = 16;
    private static final long NO_ROOM = 0;

    public abstract long execute(AttachedHeap home, Object value);

    @Specialization
    static long dict(
            AttachedHeap home,
            PDict value,
            @Bind Node node,
            @Cached @Exclusive GetClassNode getClass,
            @Cached HashingStorageLen getLength,
            @Cached HashingStorageGetIterator getIterator,
            @Cached HashingStorageIteratorNext getNext,
            @Cached HashingStorageIteratorKey getKey,
            @Cached HashingStorageIteratorValue getValue,
            @Cached KeyNode keys,
            @Cached @Shared EncodeNode encode) {
        HashingStorage storage = value.getDictStorage();
        int count = getLength.execute(node, storage);
        if (count > MOST_ENTRIES || getClass.execute(node, value) != PythonBuiltinClassType.PDict) {
            return Cell.EMPTY;
        }
        long[] entries = new long[2 * count];
        HashingStorageIterator iterator = getIterator.execute(node, storage);
        int i = 0;
        for (; getNext.execute(node, storage, iterator); i += 2) {
            long key = i < entries.length ? keys.execute(home, getKey.execute(node, storage, iterator)) : Cell.EMPTY;
            long cell = key == Cell.EMPTY ? key : encode.execute(home, getValue.execute(node, storage, iterator));
            if (cell == Cell.EMPTY) {
                return Cell.EMPTY;
            }
            entries[i] = key;
            entries[i + 1] = cell;
        }
        // Another thread may have removed some meanwhile.
        return i == entries.length ? makeDict(node, home, entries) : Cell.EMPTY;
    }

    @Specialization
    static long list(
            AttachedHeap home,
            PList value,
            @Bind Node node,
            @Cached @Exclusive GetClassNode getClass,
            @Cached @Exclusive GetItemScalarNode getItem,
            @Cached @Shared EncodeNode encode) {
        SequenceStorage storage = value.getSequenceStorage();
        int count = storage.length();
        if (count > SmallLists.MOST || getClass.execute(node, value) != PythonBuiltinClassType.PList) {
            return Cell.EMPTY;
        }
        long[] cells = cells(node, home, storage, count, getItem, encode);
        return cells == null ? Cell.EMPTY : makeList(node, home, cells);
    }

    @Specialization
    static long tuple(
            AttachedHeap home,
            PTuple value,
            @Bind Node node,
            @Cached @Exclusive GetClassNode getClass,
            @Cached @Exclusive GetItemScalarNode getItem,
            @Cached @Shared EncodeNode encode) {
        SequenceStorage storage = value.getSequenceStorage();
        int count = storage.length();
        if (count > DecodeBlockNode.MOST || getClass.execute(node, value) != PythonBuiltinClassType.PTuple) {
            return Cell.EMPTY;
        }
        long[] cells = cells(node, home, storage, count, getItem, encode);
        return cells == null ? Cell.EMPTY : makeTuple(node, home, cells);
    }

    /** Null when one of them needs the full operation. */
    private static long @Nullable [] cells(
            Node node,
            AttachedHeap home,
            SequenceStorage storage,
            int count,
            GetItemScalarNode getItem,
            EncodeNode encode) {
        long[] cells = new long[count];
        for (int i = 0; i < count; i++) {
            // Another thread may have shortened it meanwhile.
            cells[i] = i < storage.length() ? encode.execute(home, getItem.execute(node, storage, i)) : Cell.EMPTY;
            if (cells[i] == Cell.EMPTY) {
                return null;
            }
        }
        return cells;
    }

    private static long makeTuple(Node node, AttachedHeap home, long[] cells) {
        long block = allocate(node, home, Tuples.freshBytes(cells.length));
        if (block == NO_ROOM) {
            return Cell.EMPTY;
        }
        try {
            return Tuples.fillFresh(home.memory, block, cells);
        } catch (HeapException e) {
            throw Guard.translate(node, home, e);
        }
    }

    private static long makeDict(Node node, AttachedHeap home, long[] entries) {
        long ref = allocate(node, home, SmallDicts.freshBytes(entries.length / 2));
        if (ref == NO_ROOM) {
            return Cell.EMPTY;
        }
        try {
            SmallDicts.fillFresh(home.memory, ref, entries);
        } catch (HeapException e) {
            throw Guard.translate(node, home, e);
        }
        return Cell.ofRef(ref);
    }

    private static long makeList(Node node, AttachedHeap home, long[] cells) {
        long ref = allocate(node, home, SmallLists.freshBytes(cells.length));
        if (ref == NO_ROOM) {
            return Cell.EMPTY;
        }
        try {
            SmallLists.fillFresh(home.memory, ref, cells);
        } catch (HeapException e) {
            throw Guard.translate(node, home, e);
        }
        return Cell.ofRef(ref);
    }

    private static long allocate(Node node, AttachedHeap home, long bytes) {
        long block = home.allocator.tryTake(bytes);
        return block != NO_ROOM ? block : allocateSlowly(node, home, bytes);
    }

    @TruffleBoundary
    private static long allocateSlowly(Node node, AttachedHeap home, long bytes) {
        try {
            return home.allocator.allocate(bytes);
        } catch (HeapFullException e) {
            // The full operation may wait for room.
            return NO_ROOM;
        } catch (HeapException e) {
            throw Guard.translate(node, home, e);
        }
    }

    @Fallback
    static long other(AttachedHeap home, Object value, @Cached @Shared EncodeNode encode) {
        return encode.execute(home, value);
    }
}
