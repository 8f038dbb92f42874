// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.signals;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Signals that Python programs do not handle themselves. */
public final class InterruptSignal {

    /** Of timers, which go on until the program has stopped them. */
    private static final String ALARM = "ALRM";

    /** The process is to die by these, not to exit with a status of the JVM's. SIGUSR2 is the JVM's own. */
    private static final List<String> DEADLY = List.of("HUP", "INT", "USR1", ALARM, "TERM");

    private static volatile Predicate<Set<PythonSignals>> others = _ -> false;
    private static volatile boolean forgiving;

    private InterruptSignal() {}

    /**
     * Has every Ctrl-C from now on do this. The process ends if nobody is interrupted by it.
     *
     * @param forgiving whether any number of interrupts leaves the process alive, as at a prompt
     * @param interrupt raises KeyboardInterrupt in all interpreters but these, who handle Ctrl-C themselves; false if that changes nothing
     */
    public static void install(boolean forgiving, Predicate<Set<PythonSignals>> interrupt) {
        others = interrupt;
        InterruptSignal.forgiving = forgiving;
        SignalTable.setBase("INT", () -> {
            if (!interrupt.test(Set.of()) && !InterruptSignal.forgiving) {
                ProcessEnd.now(ProcessEnd.BY_INTERRUPT);
            }
        });
    }

    /** There is no prompt any more: an interrupt that interrupts nobody ends the process, whatever was said before. */
    public static void promptEnded() {
        forgiving = false;
    }

    /** Has the process end by signals as a native program does: at once, and told what it died by. */
    public static void installDefaults() {
        for (String name : DEADLY) {
            int number = ProcessSignals.number(name);
            SignalTable.setBase(name, () -> {
                if (!name.equals(ALARM) || !SignalTable.hasJustBeenForgotten(name)) {
                    ProcessEnd.now(-number);
                }
            });
        }
        NativeSignals.endOnQuit();
    }

    /** These handle Ctrl-C themselves, and have been told. */
    static void interruptOthers(Set<PythonSignals> handling) {
        var _ = others.test(handling);
    }
}
