// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.natives;

import com.oracle.graal.python.builtins.objects.PNone;
import com.oracle.graal.python.runtime.object.PFactory;
import com.oracle.graal.python.util.PythonUtils;
import org.sharedobjects.heap.struct.ElementType;
import org.sharedobjects.truffle.error.PythonErrors;
import org.sharedobjects.truffle.guest.SharedArray;
import org.sharedobjects.truffle.store.ArrayAccess;

/** Shared arrays; each function is one step. Elements come and go as bytes. */
final class ArrayNatives {
    private ArrayNatives() {}

    static void add(NativeModule module) {
        module.add("array_new", 2, (interpreter, arguments) -> {
                    ElementType type = type(arguments[0]);
                    return ArrayAccess.create(interpreter.currentHeap(), type, elements(type, arguments[1]));
                })
                .add(
                        "array_code",
                        1,
                        (interpreter, arguments) -> PythonUtils.toTruffleStringUncached(
                                String.valueOf(Arguments.array(arguments[0]).type.code)))
                .add(
                        "array_bytes",
                        3,
                        (interpreter, arguments) -> PFactory.createBytes(
                                interpreter.pythonLanguage(),
                                ArrayAccess.copy(
                                        Arguments.array(arguments[0]),
                                        Math.max(0, Arguments.integer(arguments[1])),
                                        Math.max(0, Arguments.integer(arguments[2])))))
                .add("array_splice", 4, (interpreter, arguments) -> splice(arguments));
    }

    /** Of a type code; an empty one stands for a bytearray. */
    private static ElementType type(Object code) {
        String text = Arguments.text(code);
        if (text.isEmpty()) {
            return ElementType.BYTEARRAY;
        }
        ElementType type = text.length() == 1 ? ElementType.ofCode(text.charAt(0)) : null;
        if (type == null) {
            throw PythonErrors.valueError(null, "bad typecode (must be b, B, h, H, i, I, l, L, q, Q, f or d)");
        }
        return type;
    }

    private static byte[] elements(ElementType type, Object value) {
        byte[] bytes = Arguments.bytes(value);
        if (bytes.length % type.bytes != 0) {
            throw PythonErrors.valueError(null, "bytes length not a multiple of item size");
        }
        return bytes;
    }

    private static Object splice(Object[] arguments) {
        SharedArray array = Arguments.array(arguments[0]);
        byte[] bytes = elements(array.type, arguments[3]);
        ArrayAccess.splice(array, Arguments.integer(arguments[1]), Arguments.integer(arguments[2]), bytes);
        return PNone.NONE;
    }
}
