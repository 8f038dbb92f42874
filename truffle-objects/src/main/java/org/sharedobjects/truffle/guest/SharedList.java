// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.guest;

import com.oracle.graal.python.builtins.objects.object.PythonObject;
import com.oracle.truffle.api.object.Shape;
import java.util.Arrays;
import org.sharedobjects.heap.chunk.Directory;
import org.sharedobjects.heap.listtree.ListChunk;
import org.sharedobjects.truffle.interpreter.AttachedHeap;

/** A shared list: a Python object whose class derives from the builtin {@code list}. */
public final class SharedList extends PythonObject implements SharedObject {
    private static final long[] NO_CHUNKS = {};

    public final AttachedHeap home;
    public final long ref;
    /** Known to be a tree, which it stays. */
    public boolean large;
    /** Of a large list, where it was seen to end, or 0. The list keeps its chunks, and the wrapper's handle the list. */
    public long lastChunk;
    /** Of a large list, its chunks by number, as far as they were looked for; 0 for others. The list keeps them. */
    private long[] chunks = NO_CHUNKS;

    public SharedList(Object pythonClass, Shape shape, AttachedHeap home, long ref) {
        super(pythonClass, shape);
        this.home = home;
        this.ref = ref;
    }

    /** The chunk of the element at this index, which must not be negative, or {@link Directory#NONE} if it is not known. */
    public long chunk(long index) {
        long number = index >> ListChunk.SHIFT;
        return number < chunks.length ? chunks[(int) number] : Directory.NONE;
    }

    public void rememberChunk(long index, long chunk) {
        int number = (int) (index >> ListChunk.SHIFT);
        if (number >= chunks.length) {
            chunks = Arrays.copyOf(chunks, Math.max(number + 1, 2 * chunks.length));
        }
        chunks[number] = chunk;
    }

    @Override
    public AttachedHeap home() {
        return home;
    }

    @Override
    public long ref() {
        return ref;
    }
}
