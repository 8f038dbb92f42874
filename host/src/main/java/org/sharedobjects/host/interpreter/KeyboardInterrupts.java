// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.interpreter;

import com.oracle.graal.python.builtins.PythonBuiltinClassType;
import com.oracle.graal.python.nodes.PRaiseNode;
import com.oracle.graal.python.runtime.GilNode;
import com.oracle.graal.python.runtime.PythonContext;
import com.oracle.truffle.api.ThreadLocalAction;
import java.util.concurrent.Future;

/** Raises KeyboardInterrupt in a thread that runs Python, at its next safepoint; sleeping and waiting end early. */
final class KeyboardInterrupts {

    private KeyboardInterrupts() {}

    static Future<?> raiseIn(PythonContext python, Thread thread) {
        return python.getEnv().submitThreadLocal(new Thread[] {thread}, new ThreadLocalAction(true, false) {
            @Override
            protected void perform(Access access) {
                GilNode gil = GilNode.getUncached();
                boolean acquired = gil.acquire();
                try {
                    throw PRaiseNode.raiseStatic(access.getLocation(), PythonBuiltinClassType.KeyboardInterrupt);
                } finally {
                    gil.release(acquired);
                }
            }
        });
    }
}
