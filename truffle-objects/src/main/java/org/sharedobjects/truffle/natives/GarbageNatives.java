// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.natives;

import com.oracle.graal.python.runtime.object.PFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.reclaim.CollectionReport;
import org.sharedobjects.truffle.error.PythonErrors;
import org.sharedobjects.truffle.interpreter.InterpreterState;

/** The collector of shared objects. */
final class GarbageNatives {
    private static final int ATTEMPTS = 3;

    private GarbageNatives() {}

    static void add(NativeModule module) {
        module.add("gc_collect", 1, (interpreter, arguments) -> collect(interpreter, Arguments.truth(arguments[0])))
                .add("gc_stats", 0, (interpreter, arguments) -> stats(interpreter));
    }

    /**
     * Bytes that were released; 0 when others are in transactions for too long.
     *
     * @param wrappers also finds out which wrappers nobody holds
     */
    private static Object collect(InterpreterState interpreter, boolean wrappers) {
        if (interpreter.transactionHeap() != null) {
            throw PythonErrors.runtimeError(null, "collect() inside a transaction would wait for its end");
        }
        SharedHeap heap = interpreter.currentHeap().heap;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            boolean thorough = wrappers && attempt == 0;
            CompletableFuture<CollectionReport> cycle =
                    thorough ? heap.requestThoroughCollection() : heap.requestCollection();
            CollectionReport report = Blocking.run(interpreter, state -> get(cycle));
            if (!report.wasGivenUp()) {
                return report.releasedBytes();
            }
        }
        return 0L;
    }

    private static CollectionReport get(CompletableFuture<CollectionReport> cycle) throws InterruptedException {
        try {
            return cycle.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException reason -> throw reason;
                case Error reason -> throw reason;
                case null, default -> throw new IllegalStateException("the collector has failed", e.getCause());
            }
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
