// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.benchmarks.workload;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The workers of a run, to know at its end how much they have done. */
@State(Scope.Benchmark)
public class Tally {
    private final List<Worker> workers = new CopyOnWriteArrayList<>();

    void join(Worker worker) {
        workers.add(worker);
    }

    /** To be asked when the workers stand still. */
    long done() {
        return workers.stream().mapToLong(worker -> worker.done).sum();
    }

    static void check(String what, long expected, long actual) {
        if (expected != actual) {
            throw new IllegalStateException(what + " is wrong: expected=" + expected + " actual=" + actual);
        }
    }
}
