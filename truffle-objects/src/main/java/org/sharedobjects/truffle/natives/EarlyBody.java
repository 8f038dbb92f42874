// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.natives;

import org.sharedobjects.truffle.interpreter.InterpreterState;

/** What a native function does that needs no heap: it can be called before the interpreter has one. */
@FunctionalInterface
interface EarlyBody extends NativeBody {
    Object run(Object[] arguments);

    @Override
    default Object run(InterpreterState interpreter, Object[] arguments) {
        return run(arguments);
    }
}
