// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.benchmarks.release;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.atomic.AtomicBoolean;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.SharedHeapBuilder;
import org.sharedobjects.heap.SharedList;
import org.sharedobjects.heap.Size;

/**
 * How long single operations take in the worst case, with a collector that is at work all the time and without one: an
 * int and a new dict are stored, one is read, and all dicts are let go of now and then.
 */
final class HoldUps {
    /** After so many operations is asked how long the thread has waited for a core. */
    private static final int STRIDE = 64;

    private static final long LONG_NANOS = 20_000;
    private static final int PLACES = 100;
    private static final Size SIZE = Size.gib(8);

    final Latencies all = new Latencies();
    /** Without the time in which the thread could have run, but had no core. */
    final Latencies running = new Latencies();

    private final Waiting waiting = new Waiting();
    private final int others;
    private long cycles;
    private long collectorNanos;
    private long sum;

    HoldUps(int others) {
        this.others = others;
    }

    void measure(boolean collecting, long operations) throws InterruptedException {
        SharedHeapBuilder builder = SharedHeap.builder().size(SIZE);
        try (SharedHeap heap = (collecting ? builder : builder.withoutCollector()).open()) {
            heap.root().put("others", Filling.lists(others));
            heap.root().put("places", Filling.numbers(PLACES));
            SharedList places = (SharedList) requireNonNull(heap.root().get("places"));
            AtomicBoolean done = new AtomicBoolean();
            Thread driver = Thread.ofPlatform().start(() -> collect(heap, collecting, done));
            long before = CpuTime.collectorNanos();
            run(places, operations);
            collectorNanos += CpuTime.collectorNanos() - before;
            done.set(true);
            driver.join();
            cycles += heap.collections();
        }
    }

    private static void collect(SharedHeap heap, boolean collecting, AtomicBoolean done) {
        while (collecting && !done.get()) {
            heap.requestCollection().join();
        }
    }

    private void run(SharedList places, long operations) {
        waiting.nanos();
        for (long i = 0; i < operations; i++) {
            if (i % STRIDE == 0) {
                waiting.nanos();
            }
            long start = System.nanoTime();
            operation(places, i);
            long nanos = System.nanoTime() - start;
            all.add(nanos);
            running.add(nanos < LONG_NANOS ? nanos : Math.max(0, nanos - waiting.nanos()));
        }
    }

    private void operation(SharedList places, long i) {
        switch ((int) (i & 3)) {
            case 0 -> places.add(Dict3.of(i));
            case 1 -> places.set(0, i);
            case 2 -> sum += (Long) requireNonNull(places.get(0));
            default -> {
                if (i % PLACES == 3) {
                    places.subList(1, places.size()).clear();
                } else {
                    sum += places.size();
                }
            }
        }
    }

    boolean isWaitingKnown() {
        return waiting.isKnown();
    }

    long cycles() {
        return cycles;
    }

    long collectorNanos() {
        return collectorNanos;
    }

    /** What was read, so that reading cannot be left out. */
    long sum() {
        return sum;
    }
}
