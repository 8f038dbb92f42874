// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.nodes;

import com.oracle.graal.python.builtins.PythonBuiltinClassType;
import com.oracle.graal.python.builtins.objects.common.HashingStorage;
import com.oracle.graal.python.builtins.objects.common.HashingStorageNodes.HashingStorageGetIterator;
import com.oracle.graal.python.builtins.objects.common.HashingStorageNodes.HashingStorageIterator;
import com.oracle.graal.python.builtins.objects.common.HashingStorageNodes.HashingStorageIteratorKey;
import com.oracle.graal.python.builtins.objects.common.HashingStorageNodes.HashingStorageIteratorNext;
import com.oracle.graal.python.builtins.objects.common.HashingStorageNodes.HashingStorageIteratorValue;
import com.oracle.graal.python.builtins.objects.common.HashingStorageNodes.HashingStorageLen;
import com.oracle.graal.python.builtins.objects.dict.PDict;
import com.oracle.graal.python.nodes.object.GetClassNode;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.dsl.Bind;
import com.oracle.truffle.api.dsl.Cached;
import com.oracle.truffle.api.dsl.Cached.Shared;
import com.oracle.truffle.api.dsl.Fallback;
import com.oracle.truffle.api.dsl.GenerateInline;
import com.oracle.truffle.api.dsl.Specialization;
import com.oracle.truffle.api.nodes.Node;
import org.sharedobjects.heap.error.HeapException;
import org.sharedobjects.heap.struct.SmallDicts;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.truffle.error.Guard;
import org.sharedobjects.truffle.interpreter.AttachedHeap;

/**
 * The cell of a value that needs no block, or of a new copy of a small dict that contains nothing else. {@link Cell#EMPTY}
 * for all others, which the full operation stores. Within an operation; what is not stored after all is garbage.
 */
@GenerateInline(false)
public abstract class CopyInNode extends Node {
    private static final int MOST_ENTRIES = 16;

    public abstract long execute(AttachedHeap home, Object value);

    @Specialization
    static long dict(
            AttachedHeap home,
            PDict value,
            @Bind Node node,
            @Cached GetClassNode getClass,
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
        for (int i = 0; getNext.execute(node, storage, iterator); i += 2) {
            long key = i < entries.length ? keys.execute(home, getKey.execute(node, storage, iterator)) : Cell.EMPTY;
            long cell = key == Cell.EMPTY ? key : encode.execute(home, getValue.execute(node, storage, iterator));
            if (cell == Cell.EMPTY) {
                return Cell.EMPTY;
            }
            entries[i] = key;
            entries[i + 1] = cell;
        }
        return make(node, home, entries);
    }

    private static long make(Node node, AttachedHeap home, long[] entries) {
        try {
            long ref = allocate(home, SmallDicts.freshBytes(entries.length / 2));
            SmallDicts.fillFresh(home.memory, ref, entries);
            return Cell.ofRef(ref);
        } catch (HeapException e) {
            throw Guard.translate(node, home, e);
        }
    }

    @TruffleBoundary
    private static long allocate(AttachedHeap home, long bytes) {
        return home.allocator.allocate(bytes);
    }

    @Fallback
    static long other(AttachedHeap home, Object value, @Cached @Shared EncodeNode encode) {
        return encode.execute(home, value);
    }
}
