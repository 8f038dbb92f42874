// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.interpreter;

import java.util.concurrent.CompletionException;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;
import org.sharedobjects.host.signals.ProcessEnd;

/** Exit statuses, as python gives them; negative where it dies by a signal. */
final class ExitStatus {

    static final int OK = 0;
    static final int FAILED = 1;
    private static final int BYTE = 0xFF;

    private ExitStatus() {}

    /** For a program that ended other than through launch.py, which handles all exceptions of Python. */
    static int of(Throwable failure) {
        Throwable cause = failure instanceof CompletionException e && e.getCause() != null ? e.getCause() : failure;
        if (cause instanceof PolyglotException e) {
            if (e.isExit()) {
                return e.getExitStatus() & BYTE;
            }
            if (e.isCancelled() || e.isInterrupted() || isKeyboardInterrupt(e)) {
                return ProcessEnd.BY_INTERRUPT;
            }
        }
        System.err.println("pso: " + said(cause));
        return FAILED;
    }

    private static String said(Throwable cause) {
        return switch (cause) {
            case NotStartedException e -> String.valueOf(e.getMessage());
            case PolyglotException e
            when e.isGuestException() && !e.isInternalError() -> String.valueOf(e.getMessage());
            default -> "internal error: " + cause;
        };
    }

    private static boolean isKeyboardInterrupt(PolyglotException e) {
        Value guest = e.getGuestObject();
        Value type = guest == null ? null : guest.getMetaObject();
        return type != null && type.getMetaSimpleName().equals("KeyboardInterrupt");
    }
}
