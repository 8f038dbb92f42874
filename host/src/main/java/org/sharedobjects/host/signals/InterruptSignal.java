// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.signals;

import java.util.List;
import java.util.function.BooleanSupplier;

/** Signals that Python programs do not handle themselves; a handler that one installs takes their place. */
public final class InterruptSignal {

    /** The process is to die by these, not to exit with a status of the JVM's. SIGUSR2 is the JVM's own. */
    private static final List<String> DEADLY = List.of("HUP", "USR1", "ALRM", "TERM");

    private InterruptSignal() {}

    /**
     * Has every Ctrl-C from now on do this. The process ends if it says that nobody is interrupted by it.
     *
     * @param forgiving whether any number of interrupts leaves the process alive, as at a prompt
     */
    public static void install(boolean forgiving, BooleanSupplier interrupt) {
        ProcessSignals.handle("INT", () -> {
            if (!interrupt.getAsBoolean() && !forgiving) {
                ProcessEnd.now(ProcessEnd.BY_INTERRUPT);
            }
        });
    }

    /** Has the process end by the other signals as a native program does: at once, and told what it died by. */
    public static void installDefaults() {
        DEADLY.forEach(InterruptSignal::installDefault);
        NativeSignals.endOnQuit();
    }

    static void installDefault(String name) {
        int number = ProcessSignals.number(name);
        ProcessSignals.handle(name, () -> ProcessEnd.now(-number));
    }
}
