// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.report.Census.ClassRow;
import org.sharedobjects.heap.report.CollectorStatistics;
import org.sharedobjects.heap.report.Delay;
import org.sharedobjects.heap.report.HeapStatistics;
import org.sharedobjects.heap.report.ProcessStatistics;
import org.sharedobjects.host.json.Json;

/** Figures of a heap as text, without the process that asks. */
final class StatText {
    private static final double MIB = 1 << 20;
    private static final double MILLIS_PER_SECOND = 1000;

    private final HeapStatistics statistics;
    private final List<ClassRow> classes;
    private final List<ProcessStatistics> others;
    private final StringBuilder text = new StringBuilder();

    StatText(HeapStatistics statistics, List<ClassRow> classes) {
        this.statistics = statistics;
        this.classes = classes;
        this.others = statistics.processes().stream()
                .filter(process -> !process.self())
                .toList();
    }

    String table() {
        line(
                "%-10s %10.1f MiB of at most %.1f MiB",
                "memory", mib(statistics.usedBytes()), mib(statistics.sizeBytes()));
        line(
                "%-10s %10.1f MiB in %d blocks",
                "allocated", mib(statistics.allocatedBytes()), statistics.allocatedBlocks());
        line("%-10s %10.1f MiB", "free", mib(statistics.freeBytes()));
        collector(statistics.collector());
        processes();
        classes();
        return text.toString();
    }

    private static double mib(long bytes) {
        return bytes / MIB;
    }

    private void collector(CollectorStatistics collector) {
        Double lag = seconds(collector.lag());
        if (lag == null) {
            line("%-10s no cycle was completed yet", "collector");
        } else {
            line(
                    "%-10s last cycle ended %.1f s ago, reached %.1f MiB and released %.1f MiB; completed: %d",
                    "collector",
                    lag,
                    mib(collector.reachedBytes()),
                    mib(collector.releasedBytes()),
                    collector.cycles());
        }
        if (collector.givenUp() > 0) {
            line("%-10s cycles since then: %d", "given up", collector.givenUp());
        }
        statistics.delays().forEach(delay -> line("%-10s %s", "delayed by", delay.description()));
    }

    private static @Nullable Double seconds(@Nullable Duration duration) {
        return duration == null ? null : duration.toMillis() / MILLIS_PER_SECOND;
    }

    private void processes() {
        if (!others.isEmpty()) {
            line("%n%10s %10s %10s", "process", "threads", "handles");
        }
        others.forEach(process -> line("%10d %10d %10d", process.pid(), process.threads(), process.handles()));
    }

    private void classes() {
        line("%n%12s %12s  %s", "bytes", "objects", "class");
        classes.forEach(row -> line("%12d %12d  %s", row.bytes(), row.objects(), row.name()));
    }

    @SuppressWarnings("AnnotateFormatMethod") // would take a library for one method
    private void line(String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format, arguments)).append(System.lineSeparator());
    }

    String json() {
        CollectorStatistics collector = statistics.collector();
        Map<String, @Nullable Object> figures = new LinkedHashMap<>();
        figures.put("size_bytes", statistics.sizeBytes());
        figures.put("used_bytes", statistics.usedBytes());
        figures.put("allocated_bytes", statistics.allocatedBytes());
        figures.put("allocated_blocks", statistics.allocatedBlocks());
        figures.put("free_bytes", statistics.freeBytes());
        figures.put("live_bytes", collector.reachedBytes());
        figures.put("live_blocks", collector.reachedBlocks());
        figures.put("released_bytes", collector.releasedBytes());
        figures.put("released_blocks", collector.releasedBlocks());
        figures.put("collections", collector.cycles());
        figures.put("given_up", collector.givenUp());
        figures.put("lag", seconds(collector.lag()));
        figures.put("processes", others.stream().map(StatText::json).toList());
        figures.put(
                "delays", statistics.delays().stream().map(Delay::description).toList());
        figures.put("classes", classes.stream().map(StatText::json).toList());
        return Json.of(figures) + System.lineSeparator();
    }

    private static Map<String, Object> json(ProcessStatistics process) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("pid", process.pid());
        figures.put("threads", process.threads());
        figures.put("handles", process.handles());
        return figures;
    }

    private static Map<String, Object> json(ClassRow row) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("class", row.name());
        figures.put("objects", row.objects());
        figures.put("bytes", row.bytes());
        return figures;
    }
}
