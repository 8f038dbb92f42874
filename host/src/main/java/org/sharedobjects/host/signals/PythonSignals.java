// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.signals;

import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;

/** What launch.py does about signals with the host's help, in functions that take plain values. */
public final class PythonSignals {

    private final Runnable awaken;
    private volatile int wakeupDescriptor = -1;

    /** @param awaken what ends the calls of the system that the interpreter waits in, until it has called its handlers */
    public PythonSignals(Runnable awaken) {
        this.awaken = awaken;
    }

    /** Calls: {@code heed(name)}, before a handler is set, and {@code handled(name)}, after it; {@code ends(name)}, {@code wakeup(fd)}. */
    public Object[] functions() {
        return new Object[] {
            function(name -> NativeSignals.heed(ProcessSignals.number(name.asString()))),
            function(name -> handled(name.asString())),
            function(name -> InterruptSignal.installDefault(name.asString())),
            function(descriptor -> wakeupDescriptor = descriptor.asInt())
        };
    }

    private interface Call {
        void make(Value argument);
    }

    private static ProxyExecutable function(Call call) {
        return (Value... arguments) -> {
            call.make(arguments[0]);
            return null;
        };
    }

    /** Python has installed a handler, which does not end calls of the system by itself. */
    private void handled(String name) {
        int number = ProcessSignals.number(name);
        ProcessSignals.handleToo(name, () -> {
            int descriptor = wakeupDescriptor;
            if (descriptor >= 0) {
                NativeSignals.write(descriptor, (byte) number);
            }
            awaken.run();
        });
    }
}
