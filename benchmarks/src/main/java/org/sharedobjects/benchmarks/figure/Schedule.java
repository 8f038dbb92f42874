// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.benchmarks.figure;

import java.time.Duration;

/**
 * How long is measured.
 *
 * @param rounds times that every workload is run with every peer, in turn
 * @param warmUps iterations of a round that are only shown
 * @param iterations iterations of a round that count
 * @param length of each iteration
 * @param forks JVMs for each round, workload and peer; 0: all in this one, which shows only that they run
 */
public record Schedule(int rounds, int warmUps, int iterations, Duration length, int forks) {
    public static final Schedule QUICK = new Schedule(1, 1, 1, Duration.ofMillis(20), 0);

    /** Do the figures say how fast something is? */
    public boolean isFair() {
        return forks > 0;
    }

    public static Schedule ofRounds(int rounds) {
        return new Schedule(rounds, 5, 5, Duration.ofMillis(400), 1);
    }
}
