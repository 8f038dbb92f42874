// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.guest;

import com.oracle.graal.python.builtins.objects.object.PythonObject;
import com.oracle.truffle.api.object.Shape;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.chunk.Directory;

/** Where an iteration over a shared list, array, dict or set stands. */
public final class SharedIterator extends PythonObject {
    /** Of {@link #expectedSize} once the dict or set has had another size. */
    public static final long CHANGED = -1;

    /** What is iterated over. */
    public enum Kind {
        LIST,
        LIST_BACKWARDS,
        ARRAY,
        KEYS,
        VALUES,
        ITEMS,
        ELEMENTS
    }

    public final Kind kind;
    /** Null once exhausted: an exhausted iterator stays so. */
    public @Nullable SharedObject target;
    /** Of the next element of a list or array; behind the last entry of a dict or set. */
    public long index;
    /** Size of the dict or set when the iteration began. */
    public long expectedSize;
    /** Key and value of an entry of a dict or set. */
    public final long[] entry = new long[2];
    /** Of a large dict or set: the chunk where it stands, once that is known, and its number. */
    public long chunk = Directory.NONE;

    public int chunkNumber;
    /** Entries of the dict, elements of the set that are to come. */
    public long remaining;

    public SharedIterator(Object pythonClass, Shape shape, Kind kind, @Nullable SharedObject target, long size) {
        super(pythonClass, shape);
        this.kind = kind;
        this.target = target;
        this.index = kind == Kind.LIST_BACKWARDS ? size - 1 : 0;
        this.expectedSize = size;
        this.remaining = size;
    }
}
