// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.guest;

import com.oracle.graal.python.builtins.objects.PNone;
import com.oracle.graal.python.lib.PyObjectCallMethodObjArgs;
import com.oracle.graal.python.lib.PyObjectGetIter;
import com.oracle.graal.python.lib.PyObjectLookupAttr;
import com.oracle.graal.python.runtime.GilNode;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.truffle.error.Guard;
import org.sharedobjects.truffle.interpreter.AttachedHeap;
import org.sharedobjects.truffle.interpreter.PythonText;

/** What other languages ask for by interop messages: it takes the interpreter's lock, which they do not hold. */
@SuppressWarnings("try")
final class Locked {
    private Locked() {}

    /** One operation on a heap; errors are Python's. */
    @TruffleBoundary
    static <T extends @Nullable Object> T run(AttachedHeap home, Guard.Operation<T> operation) {
        try (var gil = GilNode.uncachedAcquire()) {
            return Guard.run(null, home, operation);
        }
    }

    /** A Python attribute, null when there is none. */
    @TruffleBoundary
    static @Nullable Object attribute(Object object, String name) {
        try (var gil = GilNode.uncachedAcquire()) {
            Object value = PyObjectLookupAttr.executeUncached(object, PythonText.of(name));
            return value == PNone.NO_VALUE ? null : value;
        }
    }

    /** An iterator of Python over what a method gives. */
    @TruffleBoundary
    static Object iterator(Object object, String method) {
        try (var gil = GilNode.uncachedAcquire()) {
            return PyObjectGetIter.executeUncached(
                    PyObjectCallMethodObjArgs.executeUncached(object, PythonText.of(method)));
        }
    }
}
