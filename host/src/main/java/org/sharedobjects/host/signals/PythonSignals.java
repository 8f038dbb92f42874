// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.signals;

import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;

/** What one interpreter does about signals, with functions for signals.py. */
public final class PythonSignals {

    private final Runnable announce;
    private final Runnable begun;
    private volatile int wakeupDescriptor = -1;

    /**
     * For one interpreter.
     *
     * @param announce ends the calls of the system that the interpreter waits in, until it has begun to call its handler
     * @param begun called when it has
     */
    public PythonSignals(Runnable announce, Runnable begun) {
        this.announce = announce;
        this.begun = begun;
    }

    /** Calls: {@code handle(name, making)}, {@code ignore(name)}, {@code forget(name)}, {@code die(name)}, {@code begun()}, {@code wakeup(fd)}. */
    public Object[] functions() {
        return new Object[] {
            function(arguments -> handle(arguments[0].asString(), arguments[1])),
            function(arguments -> SignalTable.ignore(arguments[0].asString(), this)),
            function(arguments -> SignalTable.forget(arguments[0].asString(), this)),
            function(arguments -> die(arguments[0].asString())),
            function(_ -> begun.run()),
            function(arguments -> wakeupDescriptor = arguments[0].asInt())
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

    private void handle(String name, Value making) {
        int number = ProcessSignals.number(name);
        SignalTable.handle(name, this, making::executeVoid, () -> {
            int descriptor = wakeupDescriptor;
            if (descriptor >= 0) {
                NativeSignals.write(descriptor, (byte) number);
            }
            announce.run();
        });
    }

    /** Python wants the process to die by the signal. */
    private void die(String name) {
        int number = ProcessSignals.number(name);
        Object handler = ProcessSignals.handler(() -> ProcessEnd.now(-number));
        SignalTable.handle(name, this, () -> ProcessSignals.install(name, handler), () -> {});
    }

    /** To be called when the context has been closed. */
    public void close() {
        SignalTable.forgetAll(this);
    }
}
