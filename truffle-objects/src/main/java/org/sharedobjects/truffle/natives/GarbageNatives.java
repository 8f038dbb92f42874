// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.natives;

import com.oracle.graal.python.builtins.objects.PNone;
import com.oracle.graal.python.runtime.object.PFactory;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.reclaim.CollectionReport;
import org.sharedobjects.heap.report.AccessPath;
import org.sharedobjects.heap.report.Census;
import org.sharedobjects.heap.report.CollectorStatistics;
import org.sharedobjects.heap.report.HeapStatistics;
import org.sharedobjects.truffle.error.PythonErrors;
import org.sharedobjects.truffle.guest.SharedObject;
import org.sharedobjects.truffle.interpreter.AttachedHeap;
import org.sharedobjects.truffle.interpreter.Blocking;
import org.sharedobjects.truffle.interpreter.InterpreterState;
import org.sharedobjects.truffle.interpreter.PythonText;

/** The collector of shared objects. */
final class GarbageNatives {
    private static final int ATTEMPTS = 3;
    private static final double MILLIS_PER_SECOND = 1000;

    private GarbageNatives() {}

    static void add(NativeModule module) {
        module.add("gc_collect", 1, (interpreter, arguments) -> collect(interpreter, Arguments.truth(arguments[0])))
                .add(
                        "gc_released",
                        0,
                        (interpreter, arguments) ->
                                interpreter.currentHeap().heap.releasedBytes())
                .add("gc_stats", 0, (interpreter, arguments) -> stats(interpreter))
                .add("gc_census", 1, (interpreter, arguments) -> census(interpreter, Arguments.truth(arguments[0])))
                .add(
                        "gc_paths",
                        2,
                        (interpreter, arguments) -> paths(interpreter, Arguments.shared(arguments[0]), (int)
                                Math.min(Integer.MAX_VALUE, Arguments.integer(arguments[1]))));
    }

    /**
     * Bytes that were released; 0 when others are in a single operation for too long.
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

    /** Figures in the order in which {@code gc.py} names them. */
    private static Object stats(InterpreterState interpreter) {
        AttachedHeap home = interpreter.currentHeap();
        HeapStatistics statistics = home.heap.statistics();
        CollectorStatistics collector = statistics.collector();
        Duration lag = collector.lag();
        return tuple(
                interpreter,
                statistics.sizeBytes(),
                statistics.usedBytes(),
                statistics.allocatedBytes(),
                statistics.allocatedBlocks(),
                statistics.freeBytes(),
                collector.reachedBytes(),
                collector.reachedBlocks(),
                collector.releasedBytes(),
                collector.releasedBlocks(),
                collector.cycles(),
                collector.givenUp(),
                lag == null ? PNone.NONE : lag.toMillis() / MILLIS_PER_SECOND,
                (long) home.heap.handles().count(),
                (long) home.handleCount(),
                tuple(interpreter, processes(interpreter, statistics)),
                tuple(interpreter, delays(interpreter, statistics)));
    }

    private static Object[] processes(InterpreterState interpreter, HeapStatistics statistics) {
        return statistics.processes().stream()
                .map(process ->
                        tuple(interpreter, process.pid(), process.self(), (long) process.threads(), process.handles()))
                .toArray();
    }

    private static Object[] delays(InterpreterState interpreter, HeapStatistics statistics) {
        return statistics.delays().stream()
                .map(delay -> tuple(
                        interpreter,
                        delay.pid(),
                        delay.self(),
                        (long) delay.threads(),
                        PythonText.of(delay.description())))
                .toArray();
    }

    private static Object tuple(InterpreterState interpreter, Object... elements) {
        return PFactory.createTuple(interpreter.pythonLanguage(), elements);
    }

    /** {@code (name, objects, bytes)} of each class, or of each kind. */
    private static Object census(InterpreterState interpreter, boolean byClass) {
        SharedHeap heap = interpreter.currentHeap().heap;
        Census census = Blocking.run(interpreter, state -> heap.census());
        Object[] rows = (byClass ? census.classes() : census.kinds())
                .stream()
                        .map(row -> tuple(interpreter, PythonText.of(row.name()), row.objects(), row.bytes()))
                        .toArray();
        return tuple(interpreter, rows);
    }

    private static Object paths(InterpreterState interpreter, SharedObject object, int limit) {
        SharedHeap heap = object.home().heap;
        try {
            List<AccessPath> paths = Blocking.run(interpreter, state -> heap.pathsTo(object.ref(), limit));
            return tuple(
                    interpreter,
                    paths.stream().map(path -> PythonText.of(path.text())).toArray());
        } finally {
            Reference.reachabilityFence(object);
        }
    }
}
