// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.runner.RunnerException;
import org.sharedobjects.benchmarks.figure.Schedule;

/** Measures the heap beside its peers and prints Markdown; see {@code benchmarks/run-java}. */
public final class JavaBenchmarks {
    private static final String QUICK = "quick";
    private static final int ROUNDS = 2;

    private JavaBenchmarks() {}

    public static void main(String[] arguments) throws RunnerException, IOException {
        PrintStream output = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Schedule schedule = arguments.length == 0 ? Schedule.ofRounds(ROUNDS) : schedule(arguments[0]);
        output.println(machine() + ", rounds " + schedule.rounds() + "; load " + load() + " at the start");
        Table table = new Table(Measurements.take(schedule, workloads(arguments)), schedule.isFair());
        output.println("load " + load() + " at the end\n");
        output.println("Time per operation over all threads, or ratio: median (smallest–largest).\n");
        output.println(table.figures());
        output.println("Warm-up, ns or ratio: the iterations before, of "
                + schedule.length().toMillis() + " ms each.\n");
        output.print(table.warmUps());
    }

    private static Schedule schedule(String argument) {
        return argument.equals(QUICK) ? Schedule.QUICK : Schedule.ofRounds(Integer.parseInt(argument));
    }

    private static List<Workload> workloads(String[] arguments) {
        return arguments.length > 1
                ? Arrays.stream(arguments).skip(1).map(Workload::named).toList()
                : List.of(Workload.values());
    }

    private static String machine() {
        return Runtime.getRuntime().availableProcessors() + " cores, " + System.getProperty("os.arch") + ", Java "
                + Runtime.version().feature() + " (" + System.getProperty("java.vendor") + "), "
                + LocalDate.now(ZoneOffset.UTC) + ", " + System.getProperty("peers");
    }

    private static String load() {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return load < 0 ? "unknown" : String.format(Locale.ROOT, "%.2f", load);
    }
}
