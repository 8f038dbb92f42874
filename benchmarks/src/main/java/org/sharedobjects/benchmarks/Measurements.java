// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.benchmarks;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.sharedobjects.benchmarks.figure.Schedule;
import org.sharedobjects.benchmarks.figure.Series;
import org.sharedobjects.benchmarks.peer.Peer;
import org.sharedobjects.benchmarks.process.TwoProcesses;

/** Runs the workloads with all their peers, round by round. */
final class Measurements {
    private final Map<Workload, Map<Peer, Series>> all = new EnumMap<>(Workload.class);

    static Measurements take(Schedule schedule, List<Workload> workloads) throws RunnerException, IOException {
        Measurements measurements = new Measurements();
        for (int round = 1; round <= schedule.rounds(); round++) {
            for (Workload workload : workloads) {
                System.err.printf("round %d of %d: %s%n", round, schedule.rounds(), workload.title());
                measurements.take(schedule, workload);
            }
        }
        return measurements;
    }

    /** Of each workload that was run, in the order of the table. */
    Map<Workload, Map<Peer, Series>> all() {
        return all;
    }

    private void take(Schedule schedule, Workload workload) throws RunnerException, IOException {
        Map<Peer, Series> series = all.computeIfAbsent(workload, key -> new EnumMap<>(Peer.class));
        if (!workload.isRatio()) {
            new Runner(options(schedule, workload), new Recorder(series)).run();
            return;
        }
        for (Peer peer : workload.peers()) {
            TwoProcesses.measure(peer, schedule, series.computeIfAbsent(peer, key -> new Series()));
        }
    }

    private static Options options(Schedule schedule, Workload workload) {
        TimeValue length = TimeValue.milliseconds(schedule.length().toMillis());
        return new OptionsBuilder()
                .include("^" + Pattern.quote(workload.benchmark()) + "$")
                .param("peer", workload.peers().stream().map(Peer::name).toArray(String[]::new))
                .threads(workload.threads())
                .forks(schedule.forks())
                .warmupIterations(schedule.warmUps())
                .warmupTime(length)
                .measurementIterations(schedule.iterations())
                .measurementTime(length)
                .shouldFailOnError(true)
                .build();
    }
}
