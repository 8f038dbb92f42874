// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.signals;

import java.util.List;
import java.util.function.BooleanSupplier;

/** Signals that Python programs do not handle themselves. */
public final class InterruptSignal {

    /** The process is to die by these, not to exit with a status of the JVM's. SIGUSR2 is the JVM's own. */
    private static final List<String> DEADLY = List.of("HUP", "INT", "USR1", "ALRM", "TERM");

    private static volatile BooleanSupplier others = () -> false;

    private InterruptSignal() {}

    /**
     * Has every Ctrl-C from now on do this. The process ends if it says that nobody is interrupted by it.
     *
     * @param forgiving whether any number of interrupts leaves the process alive, as at a prompt
     * @param interrupt raises KeyboardInterrupt in all interpreters that do not handle Ctrl-C themselves; false if that changes nothing
     */
    public static void install(boolean forgiving, BooleanSupplier interrupt) {
        others = interrupt;
        SignalTable.setBase("INT", () -> {
            if (!interrupt.getAsBoolean() && !forgiving) {
                ProcessEnd.now(ProcessEnd.BY_INTERRUPT);
            }
        });
    }

    /** Has the process end by signals as a native program does: at once, and told what it died by. */
    public static void installDefaults() {
        for (String name : DEADLY) {
            int number = ProcessSignals.number(name);
            SignalTable.setBase(name, () -> ProcessEnd.now(-number));
        }
        NativeSignals.endOnQuit();
    }

    /** Some interpreters handle Ctrl-C themselves, and have been told. */
    static void interruptOthers() {
        var _ = others.getAsBoolean();
    }
}
