// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.natives;

import com.oracle.graal.python.runtime.GilNode;
import com.oracle.truffle.api.TruffleSafepoint;
import com.oracle.truffle.api.TruffleSafepoint.InterruptibleFunction;
import org.sharedobjects.truffle.interpreter.InterpreterState;

/** Waits without the interpreter's lock; interrupts and cancellation end the wait. */
final class Blocking {
    private Blocking() {}

    @SuppressWarnings({"try", "unused"})
    static <T> T run(InterpreterState interpreter, InterruptibleFunction<InterpreterState, T> wait) {
        try (var gil = GilNode.uncachedRelease()) {
            return TruffleSafepoint.setBlockedThreadInterruptibleFunction(null, wait, interpreter);
        }
    }
}
