// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.store;

import com.oracle.graal.python.builtins.objects.PNone;
import com.oracle.graal.python.builtins.objects.type.TypeNodes;
import com.oracle.graal.python.lib.PyObjectReprAsTruffleStringNode;
import com.oracle.graal.python.lib.PyObjectStrAsTruffleStringNode;
import com.oracle.graal.python.nodes.call.CallNode;
import com.oracle.graal.python.nodes.object.GetClassNode;
import com.oracle.graal.python.runtime.exception.PException;
import com.oracle.truffle.api.strings.TruffleString;
import org.sharedobjects.truffle.error.PythonErrors;
import org.sharedobjects.truffle.guest.SharedObject;
import org.sharedobjects.truffle.interpreter.AttachedHeap;
import org.sharedobjects.truffle.interpreter.PythonText;

/** The error for a value that cannot be put into a heap. */
final class NotShareable {
    private static final int MAX_KEY_LENGTH = 60;

    private NotShareable() {}

    /** @param path from the value that was to be stored to the culprit, {@code ['cfg'][3]}; empty for itself */
    static PException error(AttachedHeap home, String path, Object culprit) {
        String message = path.isEmpty() ? reason(home, culprit) : path + ": " + reason(home, culprit);
        return PythonErrors.instance(null, home.interpreter.bindings().notShareableError, PythonText.of(message));
    }

    static boolean isError(AttachedHeap home, PException error) {
        Object raised = GetClassNode.executeUncached(error.getUnreifiedException());
        return raised.equals(home.interpreter.bindings().notShareableError);
    }

    /** How a key or index shows in a path. */
    static String step(Object key) {
        boolean shows =
                key instanceof TruffleString || key instanceof Number || key instanceof Boolean || key == PNone.NONE;
        String text = shows
                ? PyObjectReprAsTruffleStringNode.executeUncached(key).toJavaStringUncached()
                : "<" + PythonErrors.className(key) + ">";
        return "[" + (text.length() > MAX_KEY_LENGTH ? text.substring(0, MAX_KEY_LENGTH) + "…" : text) + "]";
    }

    private static String reason(AttachedHeap home, Object culprit) {
        if (culprit instanceof SharedObject object && object.home().heap != home.heap) {
            return "belongs to heap '" + object.home().heap.name() + "', not to heap '" + home.heap.name()
                    + "'; share a copy of it there";
        }
        Object describe = home.interpreter.bindings().describe;
        if (describe != null) {
            return PyObjectStrAsTruffleStringNode.executeUncached(CallNode.executeUncached(describe, culprit))
                    .toJavaStringUncached();
        }
        TruffleString name = TypeNodes.GetNameNode.executeUncached(GetClassNode.executeUncached(culprit));
        return "a '" + name.toJavaStringUncached() + "' object cannot be shared";
    }
}
