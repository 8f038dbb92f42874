// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.benchmarks.release;

/** How often an operation took how long, to a sixteenth. Not thread-safe. */
final class Latencies {
    private static final int STEP_BITS = 4;
    private static final int STEPS = 1 << STEP_BITS;

    private final long[] counts = new long[(Long.SIZE - STEP_BITS) << STEP_BITS];
    private long count;
    private long longest;

    void add(long nanos) {
        counts[bucket(nanos)]++;
        count++;
        longest = Math.max(longest, nanos);
    }

    private static int bucket(long nanos) {
        long value = Math.max(0, nanos);
        int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(value) - STEP_BITS - 1);
        return (shift << STEP_BITS) + (int) (value >>> shift);
    }

    private static long mostOf(int bucket) {
        if (bucket < 2 * STEPS) {
            return bucket;
        }
        int shift = (bucket >>> STEP_BITS) - 1;
        long leading = (long) STEPS + bucket % STEPS;
        return ((leading + 1) << shift) - 1;
    }

    /** What that share of the operations did not exceed. */
    long percentile(double share) {
        long rest = (long) Math.ceil(share * count);
        for (int bucket = 0; bucket < counts.length; bucket++) {
            rest -= counts[bucket];
            if (rest <= 0) {
                return Math.min(mostOf(bucket), longest);
            }
        }
        return longest;
    }

    long longest() {
        return longest;
    }

    long count() {
        return count;
    }
}
