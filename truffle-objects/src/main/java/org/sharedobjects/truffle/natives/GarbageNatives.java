// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.natives;

import com.oracle.graal.python.runtime.object.PFactory;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.reclaim.CollectionReport;
import org.sharedobjects.truffle.error.PythonErrors;
import org.sharedobjects.truffle.interpreter.InterpreterState;

/** The collector of shared objects. */
final class GarbageNatives {
    private static final int ATTEMPTS = 3;
    private static final long QUEUE_MILLIS = 200;

    private GarbageNatives() {}

    static void add(NativeModule module) {
        module.add("gc_collect", 1, (interpreter, arguments) -> collect(interpreter, Arguments.truth(arguments[0])))
                .add("gc_stats", 0, (interpreter, arguments) -> stats(interpreter));
    }

    /**
     * Bytes that were released; 0 when others are in transactions for too long.
     *
     * @param wrappers also finds out which wrappers nobody holds, which stops all of the process for a moment
     */
    private static Object collect(InterpreterState interpreter, boolean wrappers) {
        if (interpreter.transactionHeap() != null) {
            throw PythonErrors.runtimeError(null, "collect() inside a transaction would wait for its end");
        }
        SharedHeap heap = interpreter.currentHeap().heap;
        if (wrappers) {
            forgetWrappers(interpreter);
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            CompletableFuture<CollectionReport> cycle = heap.requestCollection();
            CollectionReport report = Blocking.run(interpreter, state -> get(cycle));
            if (!report.wasGivenUp()) {
                return report.releasedBytes();
            }
        }
        return 0L;
    }

    /** Lets the virtual machine find out which wrappers nobody holds any more. */
    private static void forgetWrappers(InterpreterState interpreter) {
        ReferenceQueue<Object> queue = new ReferenceQueue<>();
        PhantomReference<Object> last = new PhantomReference<>(new Object(), queue);
        Blocking.run(interpreter, state -> {
            if (!last.refersTo(null)) {
                System.gc();
            }
            // References are queued one after another, all those of one collection.
            return queue.remove(QUEUE_MILLIS) != null;
        });
    }

    private static CollectionReport get(CompletableFuture<CollectionReport> cycle) throws InterruptedException {
        try {
            return cycle.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the collector has failed", e.getCause());
        }
    }

    /** {@code (live bytes, live blocks, released bytes, released blocks, cycles, handles)} */
    private static Object stats(InterpreterState interpreter) {
        SharedHeap heap = interpreter.currentHeap().heap;
        CollectionReport last = heap.lastCollection();
        boolean none = last.wasGivenUp();
        return PFactory.createTuple(interpreter.pythonLanguage(), new Object[] {
            none ? 0L : last.reachedBytes(),
            none ? 0L : last.reachedBlocks(),
            last.releasedBytes(),
            last.releasedBlocks(),
            heap.collections(),
            (long) heap.handles().count()
        });
    }
}
