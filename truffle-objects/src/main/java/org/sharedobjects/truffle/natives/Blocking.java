// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.natives;

import com.oracle.graal.python.runtime.GilNode;
import com.oracle.truffle.api.TruffleSafepoint;
import com.oracle.truffle.api.TruffleSafepoint.InterruptibleFunction;
import org.sharedobjects.truffle.interpreter.InterpreterState;

/**
 * Waits without the interpreter's lock; interrupts and cancellation end the wait. To be called by native functions that have no
 * temporaries: the interpreter may pass while they wait. The wait is begun again after it was interrupted for that.
 */
final class Blocking {
    private Blocking() {}

    static <T> T run(InterpreterState interpreter, InterruptibleFunction<InterpreterState, T> wait) {
        interpreter.passage.leave();
        try {
            return runWithoutLock(interpreter, wait);
        } finally {
            interpreter.passage.enter();
        }
    }

    @SuppressWarnings({"try", "unused"})
    private static <T> T runWithoutLock(InterpreterState interpreter, InterruptibleFunction<InterpreterState, T> wait) {
        try (var gil = GilNode.uncachedRelease()) {
            return TruffleSafepoint.setBlockedThreadInterruptibleFunction(null, wait, interpreter);
        }
    }
}
