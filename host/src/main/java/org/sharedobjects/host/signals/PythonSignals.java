// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.signals;

import com.oracle.graal.python.builtins.objects.PNone;
import com.oracle.graal.python.runtime.AsyncHandler.AsyncPythonAction;
import com.oracle.graal.python.runtime.PythonContext;
import com.oracle.truffle.api.ThreadLocalAction;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.host.signals.SignalTable.Untold;

/**
 * What one interpreter does about signals and Ctrl-C, with functions for signals.py. Its main thread does all of it at a safepoint. As in CPython a signal that comes again before its handler
 * has been called is one with it, and handlers of other signals may interrupt a handler; one that is running does not interrupt itself.
 */
public final class PythonSignals {

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
    private @Nullable PythonContext python;
    private boolean interruptible;
    /** A KeyboardInterrupt is due. */
    private boolean interrupted;
    /** The same of handlers: sets of numbers. */
    private long due;

    private long running;
    /** On its way to do all that is due. */
    private @Nullable SafepointCall call;

    /**
     * Calls: {@code handle(name, function)}, {@code ignore(name)}, {@code forget(name)}, {@code die(name)}, {@code wakeup(fd)},
     * {@code arrivals(name)}, {@code await_more(name, arrivals)}, {@code expect(name)}, {@code is_ignored(name)},
     * {@code pretend(number)}.
     */
    public Object[] functions() {
        return new Object[] {
            function(arguments -> handle(arguments[0].asString(), arguments[1])),
            function(arguments -> setNoHandler(arguments[0].asString(), Untold.IGNORE)),
            function(arguments -> setNoHandler(arguments[0].asString(), null)),
            function(arguments -> setNoHandler(arguments[0].asString(), Untold.DIE)),
            function(arguments -> wakeupDescriptor = arguments[0].asInt()),
            (ProxyExecutable) arguments -> SignalTable.arrivals(arguments[0].asString()),
            function(arguments -> SignalTable.awaitMore(arguments[0].asString(), arguments[1].asLong())),
            function(arguments -> SignalTable.expect(arguments[0].asString())),
            (ProxyExecutable) arguments -> NativeSignals.isIgnored(ProcessSignals.number(arguments[0].asString())),
            function(arguments -> pretend(arguments[0].asInt()))
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
        if (python == null) {
            throw new IllegalStateException("signals are handled by programs that run");
        }
        int number = ProcessSignals.number(name);
        handlers.put(number, python.getEnv().asGuestValue(function));
        SignalTable.set(name, this, () -> receive(number));
    }

    /** What has come until now is not handled any more, as in CPython. */
    private synchronized void setNoHandler(String name, @Nullable Runnable wish) {
        if (wish == null) {
            SignalTable.forget(name, this);
        } else {
            SignalTable.set(name, this, wish);
        }
        int number = ProcessSignals.number(name);
        handlers.remove(number);
        due &= ~(1L << number);
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

    /** Has the interpreter do what it does about a signal, which has not come. */
    private void pretend(int number) {
        if (handlers.containsKey(number)) {
            receive(number);
        } else {
            var _ = interrupt();
        }
    }

    /**
     * Raises KeyboardInterrupt in what the interpreter is running.
     *
     * @return false if it changes nothing: one is on its way already, or nothing runs
     */
    public synchronized boolean interrupt() {
        if (!interruptible || interrupted) {
            return false;
        }
        interrupted = true;
        send();
        return true;
    }

    /** What {@link #interrupt} was for is over: one that comes too late must not hit what follows. */
    public synchronized void endInterrupts() {
        interruptible = false;
        interrupted = false;
    }

    /** The program runs on this thread from now on: it can be interrupted, and handles signals, those that have come before, too. */
    public synchronized void begin(PythonThread thread) {
        interruptible = true;
        resume(thread);
    }

    /** From now on handlers run on this thread. */
    public synchronized void resume(PythonThread thread) {
        target = thread;
        python = thread.python();
        send();
    }

    /** Until {@link #begin} or {@link #resume} no handler runs. */
    public synchronized void pause() {
        endInterrupts();
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
        if (call == null && target != null && (interrupted || (due & ~running) != 0)) {
            call = new SafepointCall(target, this::doAllDue);
            call.send();
        }
    }

    /** What raises ends this; the rest is done at the next safepoint. */
    private void doAllDue(ThreadLocalAction.Access access) {
        PythonThread thread;
        boolean interrupts;
        synchronized (this) {
            call = null;
            thread = target;
            interrupts = interrupted;
            interrupted = false;
        }
        try {
            if (interrupts) {
                throw KeyboardInterrupt.raise(access);
            }
            if (thread != null) {
                callHandlers(thread.python());
            }
        } finally {
            send();
        }
    }

    /** Each that is due once, the lowest number first, as in CPython. */
    private void callHandlers(PythonContext python) {
        for (int number = take(0); number > 0; number = take(number)) {
            try {
                new Action(handlers.get(number), number).execute(python);
            } finally {
                finish(number);
            }
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
