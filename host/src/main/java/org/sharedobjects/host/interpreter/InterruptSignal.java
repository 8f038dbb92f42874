// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.interpreter;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ctrl-C: the first interrupts the programs, the second ends the process. A handler a Python program installs takes its
 * place.
 */
public final class InterruptSignal {

    private InterruptSignal() {}

    /**
     * Has every interrupt from now on do this.
     *
     * @param forgiving whether any number of interrupts leaves the process alive, as at a prompt
     */
    public static void install(boolean forgiving, Runnable interrupt) {
        AtomicInteger received = new AtomicInteger();
        handle(() -> {
            if (received.incrementAndGet() > 1 && !forgiving) {
                ProcessEnd.now(ExitStatus.INTERRUPTED);
            }
            interrupt.run();
        });
    }

    /** The JDK offers signals only in sun.misc.Signal, and javac cannot be told to accept its use. */
    private static void handle(Runnable handler) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> signalHandler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    signalHandler.getClassLoader(), new Class<?>[] {signalHandler}, (self, method, arguments) -> {
                        return switch (method.getName()) {
                            case "handle" -> {
                                handler.run();
                                yield null;
                            }
                            case "equals" -> self.hashCode() == arguments[0].hashCode();
                            case "hashCode" -> System.identityHashCode(self);
                            default -> "interrupt handler of pso";
                        };
                    });
            signal.getMethod("handle", signal, signalHandler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("INT"), proxy);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("this Java has no sun.misc.Signal", e);
        }
    }
}
