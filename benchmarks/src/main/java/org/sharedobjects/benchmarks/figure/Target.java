// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.benchmarks.figure;

import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.sharedobjects.benchmarks.peer.Peer;

/** What the heap's median should be, given the medians of all. */
public final class Target {
    private final String text;
    private final boolean most;
    private final ToDoubleFunction<Map<Peer, Series>> limit;

    private Target(String text, boolean most, ToDoubleFunction<Map<Peer, Series>> limit) {
        this.text = text;
        this.most = most;
        this.limit = limit;
    }

    public static Target atMostNs(double limit) {
        return new Target("≤ " + (long) limit + " ns", true, all -> limit);
    }

    public static Target atLeastRatio(double limit) {
        return new Target("≥ " + limit + "×", false, all -> limit);
    }

    public static Target notSlowerThan(Peer peer) {
        return new Target("≤ " + peer.title(), true, all -> median(all, peer));
    }

    public boolean isMet(Map<Peer, Series> all) {
        double own = median(all, Peer.SHARED_OBJECTS);
        double bound = limit.applyAsDouble(all);
        return most ? own <= bound : own >= bound;
    }

    private static double median(Map<Peer, Series> all, Peer peer) {
        Series series = all.get(peer);
        if (series == null) {
            throw new IllegalStateException("peer was not measured: peer=" + peer.title());
        }
        return series.median();
    }

    @Override
    public String toString() {
        return text;
    }
}
