// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.signals;

import java.util.function.IntConsumer;

/** The end of the process at once, without any clean-up. */
public final class ProcessEnd {

    /** What ends a process that Ctrl-C has ended. */
    public static final int BY_INTERRUPT = -2;

    private static final int BY_SIGNAL = 128;

    private static volatile IntConsumer announcement = _ -> {};

    private ProcessEnd() {}

    /** What is to be told the status first; it must not block. */
    public static void announceTo(IntConsumer listener) {
        announcement = listener;
    }

    /**
     * Ends the process.
     *
     * @param status what it exits with or, if negative, the signal it dies by, as Python's subprocess has it
     */
    public static void now(int status) {
        announcement.accept(status);
        if (status < 0) {
            NativeSignals.dieBy(-status);
        }
        Runtime.getRuntime().halt(status < 0 ? BY_SIGNAL - status : status);
    }
}
