// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.signals;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the interpreters of the process want to be done about a signal. A process has one handler for each, and GraalPy gives it
 * to the interpreter that asked last; here it is the table's, which asks all. A signal that no interpreter wants anything of has the
 * handler that was there before, its base.
 */
final class SignalTable {

    private static final String INTERRUPT = "INT";
    private static final long LATE_NANOS = 200_000_000;
    private static final Map<String, SignalTable> ALL = new HashMap<>();

    /**
     * What one interpreter wants.
     *
     * @param handler GraalPy's, which has the interpreter call a function; null to ignore the signal
     * @param announce to be run before the handler
     */
    private record Wish(@Nullable Object handler, Runnable announce) {

        void fulfil(String name) {
            if (handler != null) {
                announce.run();
                ProcessSignals.call(handler, name);
            }
        }
    }

    private final String name;
    private final Object own = ProcessSignals.handler(this::dispatch);
    private final Map<PythonSignals, Wish> wishes = new LinkedHashMap<>();
    private @Nullable Object base;
    private long forgottenNanos = System.nanoTime() - LATE_NANOS;

    private SignalTable(String name) {
        this.name = name;
    }

    /** Has a signal do this where no interpreter wants anything else. */
    static void setBase(String name, Runnable action) {
        synchronized (ALL) {
            SignalTable table = of(name);
            table.base = ProcessSignals.handler(action);
            table.settle();
        }
    }

    private static SignalTable of(String name) {
        return ALL.computeIfAbsent(name, SignalTable::new);
    }

    /**
     * Has GraalPy make a handler, and call it from now on for this interpreter.
     *
     * @param making has GraalPy install the handler; nobody else may install one meanwhile
     */
    static void handle(String name, PythonSignals interpreter, Runnable making, Runnable announce) {
        synchronized (ALL) {
            SignalTable table = of(name);
            NativeSignals.heed(ProcessSignals.number(name));
            table.begin();
            try {
                making.run();
                // GraalPy takes what it finds there for the default, which it puts back at its end: that is the
                // table's.
                table.wishes.put(interpreter, new Wish(ProcessSignals.install(name, table.own), announce));
            } finally {
                table.settle();
            }
        }
    }

    static void ignore(String name, PythonSignals interpreter) {
        synchronized (ALL) {
            SignalTable table = of(name);
            table.begin();
            table.wishes.put(interpreter, new Wish(null, () -> {}));
        }
    }

    /** Has the signal do what it does by default, as far as this interpreter is concerned. */
    static void forget(String name, PythonSignals interpreter) {
        synchronized (ALL) {
            SignalTable table = of(name);
            table.remove(interpreter);
            table.settle();
        }
    }

    private void remove(PythonSignals interpreter) {
        if (wishes.remove(interpreter) != null) {
            forgottenNanos = System.nanoTime();
        }
    }

    /** Java calls handlers late, perhaps when the program has just done away with its own, as after an alarm. */
    static boolean hasJustBeenForgotten(String name) {
        synchronized (ALL) {
            return System.nanoTime() - of(name).forgottenNanos < LATE_NANOS;
        }
    }

    /** Forgets all wishes of an interpreter whose context has been closed. */
    static void forgetAll(PythonSignals interpreter) {
        synchronized (ALL) {
            for (SignalTable table : ALL.values()) {
                table.remove(interpreter);
                table.settle();
            }
        }
    }

    private void begin() {
        Object before = ProcessSignals.install(name, own);
        if (base == null) {
            base = before;
        }
    }

    /** Whatever GraalPy has put there meanwhile. */
    private void settle() {
        Object handler = wishes.isEmpty() ? base : own;
        if (handler != null) {
            var _ = ProcessSignals.install(name, handler);
        }
    }

    private void dispatch() {
        Map<PythonSignals, Wish> all;
        Object otherwise;
        synchronized (ALL) {
            all = new LinkedHashMap<>(wishes);
            otherwise = base;
        }
        all.values().forEach(wish -> wish.fulfil(name));
        if (all.isEmpty() && otherwise != null) {
            ProcessSignals.call(otherwise, name);
        } else if (name.equals(INTERRUPT)) {
            InterruptSignal.interruptOthers(all.keySet());
        }
    }
}
