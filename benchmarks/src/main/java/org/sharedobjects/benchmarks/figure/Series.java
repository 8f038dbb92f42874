// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.benchmarks.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What one peer took for one workload, iteration by iteration, over all rounds. */
public final class Series {
    private final List<Double> measured = new ArrayList<>();
    private final List<List<Double>> warmUps = new ArrayList<>();

    /** The next values are those of a JVM that has just started. */
    public void startRound() {
        warmUps.add(new ArrayList<>());
    }

    public void addWarmUp(double value) {
        warmUps.getLast().add(value);
    }

    public void add(double value) {
        measured.add(value);
    }

    public boolean isEmpty() {
        return measured.isEmpty();
    }

    public double median() {
        List<Double> sorted = measured.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    /** Median, smallest and largest. */
    public String summary(String unit) {
        double smallest =
                measured.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        double largest =
                measured.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        return rounded(median()) + unit + " (" + rounded(smallest) + "–" + rounded(largest) + ")";
    }

    /** The iterations before the measured ones, in the first round. */
    public String warmUp() {
        return warmUps.getFirst().stream().map(Series::rounded).collect(Collectors.joining(" → "));
    }

    private static String rounded(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
    }
}
