// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.signals;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** Handlers of signals, which run in threads of their own. The JDK offers them only in sun.misc.Signal, and javac cannot be told to accept its use. */
final class ProcessSignals {

    private static final Class<?> SIGNAL = type("sun.misc.Signal");
    private static final Class<?> HANDLER = type("sun.misc.SignalHandler");

    private ProcessSignals() {}

    private static Class<?> type(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw missing(e);
        }
    }

    /** Its number on this system. */
    static int number(String name) {
        try {
            return (int) SIGNAL.getMethod("getNumber").invoke(signal(name));
        } catch (ReflectiveOperationException e) {
            throw missing(e);
        }
    }

    private static Object signal(String name) throws ReflectiveOperationException {
        return SIGNAL.getConstructor(String.class).newInstance(name);
    }

    /** Has a signal do this; nothing when the process was started with the signal ignored. */
    static void handle(String name, Runnable action) {
        install(name, new Action(action));
    }

    /** Has the signal do this after what it does now. */
    static void handleToo(String name, Runnable action) {
        Addition addition = new Addition(action);
        addition.begin(install(name, addition));
    }

    /** The handler that was there before. */
    private static Object install(String name, InvocationHandler handler) {
        Object proxy = Proxy.newProxyInstance(HANDLER.getClassLoader(), new Class<?>[] {HANDLER}, handler);
        try {
            return SIGNAL.getMethod("handle", SIGNAL, HANDLER).invoke(null, signal(name), proxy);
        } catch (ReflectiveOperationException e) {
            throw missing(e);
        }
    }

    private static LinkageError missing(ReflectiveOperationException e) {
        return new LinkageError("this Java has no sun.misc.Signal", e);
    }

    /** A handler by what it does. */
    private static class Action implements InvocationHandler {

        private final Runnable action;

        Action(Runnable action) {
            this.action = action;
        }

        void run(Object signal) throws ReflectiveOperationException {
            action.run();
        }

        @Override
        public @Nullable Object invoke(Object self, Method method, Object @Nullable [] arguments)
                throws ReflectiveOperationException {
            Object first = arguments == null ? self : arguments[0];
            return switch (method.getName()) {
                case "handle" -> {
                    run(first);
                    yield null;
                }
                case "equals" -> System.identityHashCode(self) == System.identityHashCode(first);
                case "hashCode" -> System.identityHashCode(self);
                default -> "signal handler of pso";
            };
        }
    }

    /** Does what another handler does, and something after it. */
    private static final class Addition extends Action {

        private @Nullable Object first;

        Addition(Runnable action) {
            super(action);
        }

        synchronized void begin(Object handler) {
            first = handler;
            notifyAll();
        }

        /** A signal may come before it is known what was there. */
        private synchronized Object first() {
            boolean interrupted = false;
            while (first == null) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            return first;
        }

        @Override
        void run(Object signal) throws ReflectiveOperationException {
            HANDLER.getMethod("handle", SIGNAL).invoke(first(), signal);
            super.run(signal);
        }
    }
}
