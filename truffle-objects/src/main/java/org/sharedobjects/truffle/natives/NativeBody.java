// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.natives;

import org.sharedobjects.truffle.interpreter.InterpreterState;

/**
 * What a native function does. Missing optional arguments are {@code PNone.NO_VALUE}. Anything may be thrown: it becomes
 * a Python exception.
 */
@FunctionalInterface
interface NativeBody {
    Object run(InterpreterState interpreter, Object[] arguments) throws Exception;
}
