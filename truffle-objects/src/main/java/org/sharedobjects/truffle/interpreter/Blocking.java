// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.interpreter;

import com.oracle.graal.python.runtime.GilNode;
import com.oracle.truffle.api.TruffleSafepoint;
import com.oracle.truffle.api.TruffleSafepoint.InterruptibleFunction;

/**
 * Waits without the interpreter's lock; interrupts and cancellation end the wait. To be called by who has no temporaries: the
 * interpreter may pass while he waits. The wait is begun again after it was interrupted for that.
 */
public final class Blocking {
    private Blocking() {}

    /** In the middle of an operation. */
    public static <T> T run(InterpreterState interpreter, InterruptibleFunction<InterpreterState, T> wait) {
        interpreter.passage.leave();
        try {
            return betweenOperations(interpreter, wait);
        } finally {
            interpreter.passage.enter();
        }
    }

    /** In no operation. */
    @SuppressWarnings({"try", "unused"})
    public static <T> T betweenOperations(
            InterpreterState interpreter, InterruptibleFunction<InterpreterState, T> wait) {
        try (var gil = GilNode.uncachedRelease()) {
            return TruffleSafepoint.setBlockedThreadInterruptibleFunction(null, wait, interpreter);
        }
    }
}
