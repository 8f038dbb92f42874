// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.signals;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Java's handlers of signals, which run in threads of their own. The JDK offers them only in sun.misc.Signal, and javac cannot
 * be told to accept its use.
 */
final class ProcessSignals {

    private static final Class<?> SIGNAL = type("sun.misc.Signal");
    private static final Class<?> HANDLER = type("sun.misc.SignalHandler");

    /** The system's own way to ignore a signal. */
    static final Object IGNORE = ignore();

    private ProcessSignals() {}

    private static Object ignore() {
        try {
            return HANDLER.getField("SIG_IGN").get(null);
        } catch (ReflectiveOperationException e) {
            throw missing(e);
        }
    }

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

    /** A handler that does this. */
    static Object handler(Runnable action) {
        return Proxy.newProxyInstance(HANDLER.getClassLoader(), new Class<?>[] {HANDLER}, new Action(action));
    }

    /** Has this handler be the signal's, unless the process was started with the signal ignored; gives the one before. */
    static Object install(String name, Object handler) {
        try {
            return SIGNAL.getMethod("handle", SIGNAL, HANDLER).invoke(null, signal(name), handler);
        } catch (ReflectiveOperationException e) {
            throw missing(e);
        }
    }

    private static LinkageError missing(ReflectiveOperationException e) {
        return new LinkageError("this Java has no sun.misc.Signal", e);
    }

    private record Action(Runnable action) implements InvocationHandler {

        @Override
        public @Nullable Object invoke(Object self, Method method, Object @Nullable [] arguments) {
            return switch (method.getName()) {
                case "handle" -> {
                    action.run();
                    yield null;
                }
                case "equals" ->
                    arguments != null && System.identityHashCode(self) == System.identityHashCode(arguments[0]);
                case "hashCode" -> System.identityHashCode(self);
                default -> "signal handler of pso";
            };
        }
    }
}
