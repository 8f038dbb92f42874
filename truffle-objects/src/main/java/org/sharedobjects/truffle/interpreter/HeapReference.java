// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.interpreter;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.reclaim.Participant;
import org.sharedobjects.heap.txn.Mutator;
import org.sharedobjects.truffle.text.Interner;

/**
 * A heap of an interpreter, weakly, and what has to be given back when nobody holds it any more. Whoever holds one of its objects
 * holds the {@link AttachedHeap}.
 */
final class HeapReference extends WeakReference<AttachedHeap> implements Participant {
    final InterpreterState interpreter;
    final SharedHeap heap;
    /** As {@link AttachedHeap#heapNumber}. */
    final long heapNumber;

    final WrapperHandles handles;
    final Map<Thread, ThreadMutator> mutators = new ConcurrentHashMap<>();
    /** Its slot says into which era all threads of the interpreter have passed with what no transaction knows of. */
    final Mutator watch;

    private final Passage passage;
    private volatile boolean abandoned;
    private boolean disposed;

    HeapReference(AttachedHeap home, InterpreterState interpreter, SharedHeap heap, long heapNumber) {
        super(home);
        this.interpreter = interpreter;
        this.passage = interpreter.passage;
        this.heap = heap;
        this.heapNumber = heapNumber;
        this.handles = new WrapperHandles(heap.handles());
        this.watch = heap.newMutator();
    }

    /** Closed by the program, though operations may be under way. */
    void abandon() {
        abandoned = true;
    }

    boolean isAbandoned() {
        return abandoned || refersTo(null);
    }

    @Override
    public boolean dropDead() {
        if (isAbandoned()) {
            interpreter.requestRelease();
        }
        return handles.dropDead();
    }

    @Override
    public long activity() {
        return passage.operations();
    }

    @Override
    public boolean isBusy() {
        return passage.isUnderWay();
    }

    /** One that is abandoned is released when the interpreter passes. */
    @Override
    public void pass(long era) {
        @Nullable AttachedHeap home = get();
        if (home == null || !home.hasPassedInto(era)) {
            interpreter.requestPass(era);
        }
    }

    boolean isDisposed() {
        return disposed;
    }

    /** Ends what the interpreter has in the heap. With the interpreter's lock, as what follows. */
    void dispose() {
        if (disposed) {
            return;
        }
        disposed = true;
        heap.removeParticipant(this);
        mutators.values().forEach(ThreadMutator::close);
        mutators.clear();
        handles.close();
        watch.close();
    }

    /** And gives the heap back, whatever happens. */
    void close() {
        try {
            dispose();
        } finally {
            heap.close();
            Interner.forget(heap);
        }
    }
}
