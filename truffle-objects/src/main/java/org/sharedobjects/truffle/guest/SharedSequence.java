// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.guest;

import com.oracle.graal.python.builtins.objects.object.PythonObject;
import com.oracle.truffle.api.object.Shape;
import java.util.Arrays;
import org.sharedobjects.heap.chunk.Directory;
import org.sharedobjects.heap.listtree.ListChunk;
import org.sharedobjects.truffle.interpreter.AttachedHeap;

/** What the heap keeps as a list: cells by index. */
public abstract sealed class SharedSequence extends PythonObject implements SharedObject
        permits SharedList, SharedArray {
    private static final long[] NO_CHUNKS = {};

    public final AttachedHeap home;
    public final long ref;
    /** Known to be a tree, which it stays. */
    public boolean large;
    /** Of a large one, where it was seen to end, or 0. It keeps its chunks, and the wrapper's handle keeps it. */
    public long lastChunk;
    /** Of a large one, its chunks by number, as far as they were looked for; 0 for others. It keeps them as long as it is there. */
    private long[] chunks = NO_CHUNKS;

    SharedSequence(Object pythonClass, Shape shape, AttachedHeap home, long ref) {
        super(pythonClass, shape);
        this.home = home;
        this.ref = ref;
    }

    /** The chunk of the cell at this index, which must not be negative, or {@link Directory#NONE} if it is not known. */
    public final long chunk(long index) {
        long number = index >> ListChunk.SHIFT;
        return number < chunks.length ? chunks[(int) number] : Directory.NONE;
    }

    public final void rememberChunk(long index, long chunk) {
        int number = (int) (index >> ListChunk.SHIFT);
        if (number >= chunks.length) {
            chunks = Arrays.copyOf(chunks, Math.max(number + 1, 2 * chunks.length));
        }
        chunks[number] = chunk;
    }

    @Override
    public final AttachedHeap home() {
        return home;
    }

    @Override
    public final long ref() {
        return ref;
    }
}
