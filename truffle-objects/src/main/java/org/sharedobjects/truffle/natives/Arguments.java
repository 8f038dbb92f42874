// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.natives;

import com.oracle.graal.python.builtins.objects.PNone;
import com.oracle.graal.python.builtins.objects.buffer.PythonBufferAccessLibrary;
import com.oracle.graal.python.builtins.objects.bytes.PBytesLike;
import com.oracle.graal.python.builtins.objects.common.SequenceStorageNodes;
import com.oracle.graal.python.builtins.objects.dict.PDict;
import com.oracle.graal.python.builtins.objects.list.PList;
import com.oracle.graal.python.lib.PyFloatAsDoubleNode;
import com.oracle.graal.python.lib.PyLongAsLongNode;
import com.oracle.graal.python.lib.PyObjectIsTrueNode;
import com.oracle.graal.python.nodes.util.CannotCastException;
import com.oracle.graal.python.nodes.util.CastToTruffleStringNode;
import com.oracle.graal.python.runtime.exception.PException;
import org.sharedobjects.truffle.error.PythonErrors;
import org.sharedobjects.truffle.guest.SharedArray;
import org.sharedobjects.truffle.guest.SharedDict;
import org.sharedobjects.truffle.guest.SharedInstance;
import org.sharedobjects.truffle.guest.SharedIterator;
import org.sharedobjects.truffle.guest.SharedList;
import org.sharedobjects.truffle.guest.SharedObject;
import org.sharedobjects.truffle.guest.SharedSet;
import org.sharedobjects.truffle.guest.SharedView;
import org.sharedobjects.truffle.nodes.access.ListOperations;

/** Arguments of native functions, as what they must be. */
final class Arguments {
    private static final double NANOS_PER_SECOND = 1e9;

    private Arguments() {}

    static SharedList list(Object value) {
        if (value instanceof SharedList list) {
            return list;
        }
        throw unexpected("a shared list", value);
    }

    static SharedArray array(Object value) {
        if (value instanceof SharedArray array) {
            return array;
        }
        throw unexpected("a shared array", value);
    }

    /** The bytes of a native buffer. */
    static byte[] bytes(Object value) {
        if (value instanceof PBytesLike) {
            return PythonBufferAccessLibrary.getUncached().getCopiedByteArray(value);
        }
        throw unexpected("bytes", value);
    }

    static SharedView view(Object value) {
        if (value instanceof SharedView view) {
            return view;
        }
        throw unexpected("a view of a shared dict", value);
    }

    static SharedDict dict(Object value) {
        if (value instanceof SharedDict dict) {
            return dict;
        }
        throw unexpected("a shared dict", value);
    }

    static SharedSet set(Object value) {
        if (value instanceof SharedSet set) {
            return set;
        }
        throw unexpected("a shared set", value);
    }

    /** What an iterable gives. */
    static Object[] elements(Object iterable) {
        return elements(ListOperations.iterated(null, iterable));
    }

    static Object[] elements(PList list) {
        return SequenceStorageNodes.ToArrayNode.executeUncached(list.getSequenceStorage());
    }

    static SharedInstance instance(Object value) {
        if (value instanceof SharedInstance instance) {
            return instance;
        }
        throw unexpected("a shared instance", value);
    }

    static SharedIterator iterator(Object value) {
        if (value instanceof SharedIterator iterator) {
            return iterator;
        }
        throw unexpected("an iterator over a shared object", value);
    }

    static SharedObject shared(Object value) {
        if (value instanceof SharedObject object) {
            return object;
        }
        throw unexpected("a shared object", value);
    }

    static PDict nativeDict(Object value) {
        if (value instanceof PDict dict) {
            return dict;
        }
        throw unexpected("a dict", value);
    }

    static long integer(Object value) {
        return PyLongAsLongNode.executeUncached(value);
    }

    static boolean truth(Object value) {
        return PyObjectIsTrueNode.executeUncached(value);
    }

    static String text(Object value) {
        try {
            return CastToTruffleStringNode.executeUncached(value).toJavaStringUncached();
        } catch (CannotCastException e) {
            throw unexpected("a str", value);
        }
    }

    /** Nanoseconds of a time in seconds; -1, no limit, for None and negative times. */
    static long nanos(Object seconds) {
        if (seconds == PNone.NONE || seconds == PNone.NO_VALUE) {
            return -1;
        }
        double time = PyFloatAsDoubleNode.executeUncached(seconds);
        return time < 0 ? -1 : (long) Math.min(time * NANOS_PER_SECOND, Long.MAX_VALUE);
    }

    private static PException unexpected(String wanted, Object value) {
        return PythonErrors.typeError(null, "expected " + wanted + ", got '" + PythonErrors.className(value) + "'");
    }
}
