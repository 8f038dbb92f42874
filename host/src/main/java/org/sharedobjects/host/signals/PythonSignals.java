// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.signals;

import com.oracle.graal.python.builtins.objects.PNone;
import com.oracle.graal.python.runtime.AsyncHandler.AsyncPythonAction;
import com.oracle.truffle.api.ThreadLocalAction;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.jspecify.annotations.Nullable;

/**
 * What one interpreter does about signals, with functions for signals.py. As in CPython a signal that comes again before its handler
 * has been called is one with it, and handlers of other signals may interrupt a handler; one that is running does not interrupt itself.
 */
public final class PythonSignals {

    /** Handlers are called by their thread, at a safepoint. */
    private final class HandlerCall extends SafepointCall {

        HandlerCall(PythonThread target) {
            super(target);
        }

        @Override
        protected void perform(ThreadLocalAction.Access access) {
            callDue();
        }
    }

    /** One call of a handler. */
    private static final class Action extends AsyncPythonAction {
        private final @Nullable Object handler;
        private final int number;

        Action(@Nullable Object handler, int number) {
            this.handler = handler;
            this.number = number;
        }

        @Override
        protected @Nullable Object callable() {
            return handler;
        }

        @Override
        protected Object[] arguments() {
            return new Object[] {number, PNone.NONE};
        }

        /** Where the running frame is put. */
        @Override
        protected int frameIndex() {
            return 1;
        }
    }

    /** Python's functions by number. */
    private final Map<Integer, Object> handlers = new ConcurrentHashMap<>();

    private volatile int wakeupDescriptor = -1;
    private @Nullable PythonThread target;
    private @Nullable HandlerCall call;
    /** Sets of numbers. */
    private long due;

    private long running;

    /**
     * Calls: {@code handle(name, function)}, {@code ignore(name)}, {@code forget(name)}, {@code die(name)}, {@code wakeup(fd)},
     * {@code arrivals(name)}, {@code await_more(name, arrivals)}.
     */
    public Object[] functions() {
        return new Object[] {
            function(arguments -> handle(arguments[0].asString(), arguments[1])),
            function(arguments -> SignalTable.set(arguments[0].asString(), this, () -> {})),
            function(arguments -> SignalTable.forget(arguments[0].asString(), this)),
            function(arguments -> die(arguments[0].asString())),
            function(arguments -> wakeupDescriptor = arguments[0].asInt()),
            (ProxyExecutable) arguments -> SignalTable.arrivals(arguments[0].asString()),
            function(arguments -> SignalTable.awaitMore(arguments[0].asString(), arguments[1].asLong()))
        };
    }

    private interface Call {
        void make(Value... arguments);
    }

    private static ProxyExecutable function(Call call) {
        return (Value... arguments) -> {
            call.make(arguments);
            return null;
        };
    }

    private synchronized void handle(String name, Value function) {
        if (target == null) {
            throw new IllegalStateException("signals are handled by programs that run");
        }
        int number = ProcessSignals.number(name);
        handlers.put(number, target.python().getEnv().asGuestValue(function));
        SignalTable.set(name, this, () -> receive(number));
    }

    /** Python wants the process to die by the signal. */
    private void die(String name) {
        int number = ProcessSignals.number(name);
        SignalTable.set(name, this, () -> ProcessEnd.now(-number));
    }

    private void receive(int number) {
        int descriptor = wakeupDescriptor;
        if (descriptor >= 0) {
            NativeSignals.write(descriptor, (byte) number);
        }
        synchronized (this) {
            due |= 1L << number;
            send();
        }
    }

    /** From now on handlers run on this thread, those of signals that have come before, too. */
    public synchronized void begin(PythonThread thread) {
        target = thread;
        send();
    }

    /** Until {@link #begin} no handler runs. */
    public synchronized void pause() {
        target = null;
        if (call != null) {
            call.cancel();
            call = null;
        }
    }

    /** To be called when the context has been closed. */
    public void close() {
        pause();
        SignalTable.forgetAll(this);
    }

    private synchronized void send() {
        if (call == null && target != null && (due & ~running) != 0) {
            call = new HandlerCall(target);
            call.send();
        }
    }

    /** Each that is due once, the lowest number first, as in CPython. What raises ends this, and the rest is called at the next safepoint. */
    private void callDue() {
        PythonThread thread;
        synchronized (this) {
            call = null;
            thread = target;
        }
        try {
            for (int number = take(0); thread != null && number > 0; number = take(number)) {
                try {
                    new Action(handlers.get(number), number).execute(thread.python());
                } finally {
                    finish(number);
                }
            }
        } finally {
            send();
        }
    }

    /** The lowest number that is due and greater than this; 0 if there is none. */
    private synchronized int take(int than) {
        long one = Long.lowestOneBit(due & ~running & (-2L << than));
        due &= ~one;
        running |= one;
        return one == 0 ? 0 : Long.numberOfTrailingZeros(one);
    }

    private synchronized void finish(int number) {
        running &= ~(1L << number);
    }
}
