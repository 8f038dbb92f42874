// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.guest;

import com.oracle.truffle.api.object.Shape;
import org.sharedobjects.truffle.interpreter.AttachedHeap;

/** A shared list: a Python object whose class derives from the builtin {@code list}. */
public final class SharedList extends SharedSequence {
    /** Of a large list, where it was seen to end, or 0. The list keeps its chunks, and the wrapper's handle the list. */
    public long lastChunk;

    public SharedList(Object pythonClass, Shape shape, AttachedHeap home, long ref) {
        super(pythonClass, shape, home, ref);
    }
}
