// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.signals;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the interpreters of the process want to be done about a signal. A process has one handler for each; here it asks all. A signal
 * that no interpreter wants anything of does what the process does about it, its base, or else what it did before.
 */
final class SignalTable {

    /** What an interpreter may want without being told of the signal. */
    enum Untold implements Runnable {
        /** That nothing is done. */
        IGNORE,
        /** That the process dies by the signal, unless some interpreter handles or ignores it. */
        DIE;

        @Override
        public void run() {}
    }

    private static final String INTERRUPT = "INT";
    private static final long LATE_NANOS = 200_000_000;
    private static final long ARRIVAL_NANOS = 1_000_000_000;
    private static final Map<String, SignalTable> ALL = new HashMap<>();

    private final String name;
    private final Object own = ProcessSignals.handler(this::dispatch);
    private final Map<PythonSignals, Runnable> wishes = new LinkedHashMap<>();
    private @Nullable Runnable base;
    private @Nullable Object before;
    private long forgottenNanos = System.nanoTime() - LATE_NANOS;
    private long arrivals;
    /** By the system. */
    private boolean ignored;

    private SignalTable(String name) {
        this.name = name;
    }

    /** Has a signal do this where no interpreter wants anything else. */
    static void setBase(String name, Runnable action) {
        synchronized (ALL) {
            SignalTable table = of(name);
            table.base = action;
            table.settle();
        }
    }

    private static SignalTable of(String name) {
        return ALL.computeIfAbsent(name, SignalTable::new);
    }

    /** Has a signal do this for the interpreter, or nothing itself. */
    static void set(String name, PythonSignals interpreter, Runnable action) {
        synchronized (ALL) {
            SignalTable table = of(name);
            if (action != Untold.IGNORE) {
                NativeSignals.heed(ProcessSignals.number(name));
            }
            table.wishes.put(interpreter, action);
            table.settle();
        }
    }

    /** Has the signal do what it does by default, as far as this interpreter is concerned. */
    static void forget(String name, PythonSignals interpreter) {
        synchronized (ALL) {
            of(name).remove(interpreter);
        }
    }

    /** Forgets all wishes of an interpreter whose context has been closed. */
    static void forgetAll(PythonSignals interpreter) {
        synchronized (ALL) {
            ALL.values().forEach(table -> table.remove(interpreter));
        }
    }

    private void remove(PythonSignals interpreter) {
        if (wishes.remove(interpreter) != null) {
            forgottenNanos = System.nanoTime();
            settle();
        }
    }

    /** A signal is on its way that is not late, whatever was forgotten before. */
    static void expect(String name) {
        synchronized (ALL) {
            of(name).forgottenNanos = System.nanoTime() - LATE_NANOS;
        }
    }

    /** Java calls handlers late, perhaps when the program has just done away with its own, as after an alarm. */
    static boolean hasJustBeenForgotten(String name) {
        synchronized (ALL) {
            return System.nanoTime() - of(name).forgottenNanos < LATE_NANOS;
        }
    }

    private void settle() {
        if (ignored && !isIgnored()) {
            NativeSignals.heed(ProcessSignals.number(name)); // Java leaves a signal ignored that is
        }
        ignored = isIgnored();
        if (isWanted()) {
            Object found = ProcessSignals.install(name, ignored ? ProcessSignals.IGNORE : own);
            before = before == null ? found : before;
        } else if (before != null) {
            var _ = ProcessSignals.install(name, before);
        }
    }

    private boolean isWanted() {
        return base != null || !wishes.isEmpty();
    }

    /** So that children ignore it, too. Not Ctrl-C, which interrupts those that have said nothing about it. */
    private boolean isIgnored() {
        return !name.equals(INTERRUPT)
                && !wishes.isEmpty()
                && wishes.values().stream().allMatch(Untold.IGNORE::equals);
    }

    private void dispatch() {
        Map<PythonSignals, Runnable> all;
        Runnable otherwise;
        synchronized (ALL) {
            all = new LinkedHashMap<>(wishes);
            otherwise = base;
        }
        try {
            if (all.isEmpty()) {
                if (otherwise != null) {
                    otherwise.run();
                }
            } else if (all.values().stream().allMatch(Untold.DIE::equals)) {
                ProcessEnd.now(-ProcessSignals.number(name));
            } else {
                all.values().forEach(Runnable::run);
                if (name.equals(INTERRUPT)) {
                    InterruptSignal.interruptOthers(all.keySet());
                }
            }
        } finally {
            synchronized (ALL) {
                arrivals++;
                ALL.notifyAll();
            }
        }
    }

    /** How often the signal has come. */
    static long arrivals(String name) {
        synchronized (ALL) {
            return of(name).arrivals;
        }
    }

    /** Waits until the signal has come once more than so often: Java hears of it a little later than the system says. A second at most. */
    static void awaitMore(String name, long arrivals) {
        long deadline = System.nanoTime() + ARRIVAL_NANOS;
        synchronized (ALL) {
            SignalTable table = of(name);
            try {
                while (table.isWanted()
                        && !table.isIgnored()
                        && table.arrivals <= arrivals
                        && System.nanoTime() < deadline) {
                    TimeUnit.NANOSECONDS.timedWait(ALL, Math.max(1, deadline - System.nanoTime()));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
