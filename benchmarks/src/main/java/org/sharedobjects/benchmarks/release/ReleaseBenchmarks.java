// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.benchmarks.release;

import java.io.PrintStream;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.sharedobjects.benchmarks.figure.Series;

/** Measures what the release of memory costs and prints Markdown; see {@code benchmarks/run-release}. */
public final class ReleaseBenchmarks {
    private static final String COSTS = "costs";
    private static final String QUICK = "quick";
    private static final int WARM_UPS = 3;
    private static final int ROUNDS = 5;
    private static final int FEW = 300;
    private static final int MANY = 300_000;

    private final PrintStream output;
    private final boolean quick;

    private ReleaseBenchmarks(PrintStream output, boolean quick) {
        this.output = output;
        this.quick = quick;
    }

    /** {@code costs} or {@code delays}, and {@code quick} to see only whether everything runs. */
    public static void main(String[] arguments) throws InterruptedException {
        PrintStream output = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        boolean quick = arguments.length > 1 && arguments[1].equals(QUICK);
        ReleaseBenchmarks benchmarks = new ReleaseBenchmarks(output, quick);
        output.println("Java " + Runtime.version().feature() + ", " + javaCollectors() + ", load " + load() + "\n");
        if (arguments[0].equals(COSTS)) {
            benchmarks.costs();
        } else {
            benchmarks.delays();
        }
        output.println("load " + load() + " at the end\n");
    }

    private static String javaCollectors() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .map(GarbageCollectorMXBean::getName)
                .collect(Collectors.joining(" + "));
    }

    private static String load() {
        return String.format(
                Locale.ROOT,
                "%.2f",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    // ---- costs

    private void costs() {
        dicts();
        wrappers();
        speed();
    }

    private void dicts() {
        Map<String, IntFunction<Work>> cases = new LinkedHashMap<>();
        cases.put("dict of 3 entries made and dropped, the heap's own means", DictWork::ofHeap);
        cases.put("copied in by `SharedList.add`, dropped by `clear`", DictWork::ofApi);
        cases.put("the same by `set`, which gives a view of the one before", DictWork::ofReplacing);
        output.println("| case | others | CPU time | collector's | together | warm-up |\n|---|---|---|---|---|---|");
        for (int others : quick ? new int[] {FEW} : new int[] {FEW, MANY}) {
            Map<String, Costs> all = new LinkedHashMap<>();
            for (int round = -warmUps(); round < rounds(); round++) {
                boolean counts = round >= 0;
                cases.forEach((name, factory) ->
                        measure(all.computeIfAbsent(name, key -> started()), factory, others, counts));
            }
            all.forEach((name, costs) -> output.printf(
                    "| %s | %,d | %s | %s | %s | %s |%n",
                    name,
                    others,
                    costs.own.summary(" ns"),
                    costs.collector.summary(" ns"),
                    costs.together.summary(" ns"),
                    costs.together.warmUp()));
        }
        output.println();
    }

    private static Costs started() {
        Costs costs = new Costs();
        costs.startRound();
        return costs;
    }

    private void measure(Costs costs, IntFunction<Work> factory, int others, boolean counts) {
        try (Work work = factory.apply(others)) {
            costs.measure(work, quick ? 10_000_000 : 700_000_000, counts);
        }
    }

    private int warmUps() {
        return quick ? 1 : WARM_UPS;
    }

    private int rounds() {
        return quick ? 1 : ROUNDS;
    }

    private void wrappers() {
        try (WrapperWork work = new WrapperWork()) {
            work.startRound();
            for (int round = -warmUps(); round < rounds(); round++) {
                work.measure(round >= 0);
            }
            output.println("| views | CPU time | warm-up |\n|---|---|---|");
            row("new view, with `SharedList.get`", work.made);
            row("the same found again", work.found);
            row("dropping one, by the collector's thread", work.dropped);
        }
        output.println();
    }

    private void speed() {
        try (CollectorSpeed speed = new CollectorSpeed()) {
            speed.startRound();
            for (int round = -warmUps(); round < rounds(); round++) {
                speed.measure(round >= 0);
            }
            output.println("| collector | CPU time | warm-up |\n|---|---|---|");
            row("for each block reached", speed.reached);
            row("for each block released", speed.released);
        }
        output.println();
    }

    private void row(String name, Series series) {
        output.printf("| %s | %s | %s |%n", name, series.summary(" ns"), series.warmUp());
    }

    // ---- delays

    private void delays() throws InterruptedException {
        long operations = quick ? 10_000 : 2_000_000;
        int others = quick ? FEW : MANY;
        new HoldUps(others).measure(true, operations);
        new HoldUps(others).measure(false, operations);
        HoldUps without = new HoldUps(others);
        HoldUps with = new HoldUps(others);
        for (int round = 0; round < (quick ? 1 : 3); round++) {
            without.measure(false, operations);
            with.measure(true, operations);
        }
        output.println(
                "| operations | 50 % | 99 % | 99.9 % | 99.99 % | 99.999 % | longest |\n|---|---|---|---|---|---|---|");
        row("no collector", without.all);
        row("collector always at work", with.all);
        if (with.isWaitingKnown()) {
            row("no collector, less waiting for a core", without.running);
            row("collector always at work, less waiting for a core", with.running);
        }
        output.printf("%n%d cycles; %,d operations%n%n", with.cycles(), with.all.count());
        releases();
    }

    private void releases() throws InterruptedException {
        output.println("| released after the last reference's end | 50 % | longest | samples |\n|---|---|---|---|");
        for (int others : quick ? new int[] {FEW} : new int[] {FEW, MANY}) {
            ReleaseDelay release = new ReleaseDelay();
            release.measure(others, quick ? 1 : 40);
            output.printf(
                    "| %,d other dicts | %s | %s | %d |%n",
                    others,
                    millis(release.delays.percentile(0.5)),
                    millis(release.delays.longest()),
                    release.delays.count());
        }
        output.println();
    }

    private void row(String name, Latencies latencies) {
        output.printf(
                "| %s | %s | %s | %s | %s | %s | %s |%n",
                name,
                micros(latencies.percentile(0.5)),
                micros(latencies.percentile(0.99)),
                micros(latencies.percentile(0.999)),
                micros(latencies.percentile(0.9999)),
                micros(latencies.percentile(0.99999)),
                micros(latencies.longest()));
    }

    private static String micros(long nanos) {
        return String.format(Locale.ROOT, nanos < 100_000 ? "%.1f µs" : "%.0f µs", nanos / 1e3);
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.0f ms", nanos / 1e6);
    }
}
