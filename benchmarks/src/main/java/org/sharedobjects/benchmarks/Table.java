// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.benchmarks.figure.Series;
import org.sharedobjects.benchmarks.peer.Peer;

/** Prints measurements as Markdown. */
final class Table {
    private static final String NOTHING = "–";

    private final Measurements measurements;
    private final boolean fair;

    /** Without fair figures it does not say whether targets are met. */
    Table(Measurements measurements, boolean fair) {
        this.measurements = measurements;
        this.fair = fair;
    }

    /** Medians with the smallest and the largest, and whether the heap is as fast as it should be. */
    String figures() {
        return table(
                List.of("target", "met"),
                (workload, series) -> List.of(workload.target().toString(), met(workload, series)),
                (workload, series) -> series.summary(unit(workload)));
    }

    /** The iterations before, from the start of the JVM. */
    String warmUps() {
        return table(List.of(), (workload, series) -> List.of(), (workload, series) -> series.warmUp());
    }

    private String met(Workload workload, Map<Peer, Series> series) {
        if (!fair) {
            return NOTHING;
        }
        return workload.target().isMet(series) ? "yes" : "no";
    }

    private String table(
            List<String> extraTitles,
            BiFunction<Workload, Map<Peer, Series>, List<String>> extras,
            BiFunction<Workload, Series, String> cell) {
        List<String> peers = Arrays.stream(Peer.values()).map(Peer::title).toList();
        List<String> titles = Stream.of(List.of("workload"), extraTitles, peers)
                .flatMap(List::stream)
                .toList();
        String head = row(titles) + "|---".repeat(titles.size()) + "|\n";
        return measurements.all().entrySet().stream()
                .map(entry -> row(Stream.of(
                                List.of(entry.getKey().title()),
                                extras.apply(entry.getKey(), entry.getValue()),
                                cells(entry.getKey(), entry.getValue(), cell))
                        .flatMap(List::stream)
                        .toList()))
                .collect(Collectors.joining("", head, ""));
    }

    private static List<String> cells(
            Workload workload, Map<Peer, Series> all, BiFunction<Workload, Series, String> cell) {
        return Arrays.stream(Peer.values())
                .map(peer -> {
                    @Nullable Series series = all.get(peer);
                    return series == null ? NOTHING : cell.apply(workload, series);
                })
                .toList();
    }

    private static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private static String unit(Workload workload) {
        return workload.isRatio() ? "×" : " ns";
    }
}
