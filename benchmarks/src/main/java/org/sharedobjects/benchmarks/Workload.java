// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.benchmarks;

import static org.sharedobjects.benchmarks.figure.Target.atLeastRatio;
import static org.sharedobjects.benchmarks.figure.Target.atMostNs;
import static org.sharedobjects.benchmarks.figure.Target.notSlowerThan;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.sharedobjects.benchmarks.figure.Target;
import org.sharedobjects.benchmarks.peer.Peer;
import org.sharedobjects.benchmarks.workload.CellBenchmark;
import org.sharedobjects.benchmarks.workload.TransactionBenchmark;

/** The rows of the table. */
enum Workload {
    READ("read one cell", cell("read"), 1),
    WRITE("write one cell", cell("write"), 1),
    READ_TEN("read 10 cells at one moment", transaction("readTen"), 1),
    TRANSFER_1("transfer, 1 thread", transaction("transfer"), 1),
    TRANSFER_2("transfer, 2 threads", transaction("transfer"), 2),
    COUNT_TRANSACTION("increment in a transaction, 2 threads", transaction("increment"), 2),
    COUNT("increment as one step, 2 threads", cell("increment"), 2),
    TWO_PROCESSES("transfers of 2 processes ÷ those of 1", "", 0);

    private static final Set<Peer> WITHOUT_TRANSACTIONS = EnumSet.of(Peer.ATOMICS, Peer.HASH_MAP);

    private final String title;
    private final String benchmark;
    private final int threads;

    Workload(String title, String benchmark, int threads) {
        this.title = title;
        this.benchmark = benchmark;
        this.threads = threads;
    }

    private static String cell(String method) {
        return CellBenchmark.class.getName() + "." + method;
    }

    private static String transaction(String method) {
        return TransactionBenchmark.class.getName() + "." + method;
    }

    /** The workload of that name as users write it. */
    static Workload named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    String title() {
        return title;
    }

    Target target() {
        return switch (this) {
            case READ -> atMostNs(6);
            case WRITE -> atMostNs(40);
            case READ_TEN -> atMostNs(150);
            case TRANSFER_1, TRANSFER_2 -> notSlowerThan(Peer.SCALA_STM);
            case COUNT_TRANSACTION, COUNT -> atMostNs(60);
            case TWO_PROCESSES -> atLeastRatio(1.7);
        };
    }

    /** Full name of the method that JMH runs. */
    String benchmark() {
        return benchmark;
    }

    int threads() {
        return threads;
    }

    /** Is the figure a ratio, and not nanoseconds? */
    boolean isRatio() {
        return this == TWO_PROCESSES;
    }

    Set<Peer> peers() {
        if (isRatio()) {
            return EnumSet.of(Peer.SHARED_OBJECTS, Peer.CHRONICLE_MAP);
        }
        Set<Peer> peers = EnumSet.allOf(Peer.class);
        if (benchmark.startsWith(CellBenchmark.class.getName())) {
            peers.remove(Peer.SHARED_WORDS);
        } else {
            peers.removeAll(WITHOUT_TRANSACTIONS);
        }
        if (this != COUNT && this != COUNT_TRANSACTION) {
            peers.remove(Peer.SHARED_COUNTERS);
        }
        return peers;
    }
}
