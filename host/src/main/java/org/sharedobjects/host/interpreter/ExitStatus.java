// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.interpreter;

import java.util.concurrent.CompletionException;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;

/** Exit statuses, as python gives them. */
final class ExitStatus {

    static final int OK = 0;
    static final int FAILED = 1;
    static final int INTERRUPTED = 130;

    private ExitStatus() {}

    /** For a program that ended other than through launch.py, which handles all exceptions of Python. */
    static int of(Throwable failure) {
        Throwable cause = failure instanceof CompletionException e && e.getCause() != null ? e.getCause() : failure;
        if (cause instanceof PolyglotException e) {
            if (e.isExit()) {
                // os._exit: at once, for the whole process
                ProcessEnd.now(e.getExitStatus());
            }
            if (e.isCancelled() || e.isInterrupted() || isKeyboardInterrupt(e)) {
                return INTERRUPTED;
            }
        }
        System.err.println("pso: internal error: " + cause);
        return FAILED;
    }

    private static boolean isKeyboardInterrupt(PolyglotException e) {
        Value guest = e.getGuestObject();
        Value type = guest == null ? null : guest.getMetaObject();
        return type != null && type.getMetaSimpleName().equals("KeyboardInterrupt");
    }
}
