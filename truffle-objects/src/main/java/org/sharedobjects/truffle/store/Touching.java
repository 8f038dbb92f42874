// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.store;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.strings.TruffleString;
import org.sharedobjects.heap.txn.ConflictException;
import org.sharedobjects.truffle.guest.SharedInstance;
import org.sharedobjects.truffle.guest.SharedObject;

/** Remembers at which part of an object an operation has met a conflict. To be called with what the operation threw. */
public final class Touching {
    private Touching() {}

    @TruffleBoundary
    public static void element(SharedObject object, Throwable thrown, long index) {
        if (thrown instanceof ConflictException) {
            note(object, index);
        }
    }

    @TruffleBoundary
    public static void field(SharedInstance object, Throwable thrown, int shapeId, int index) {
        if (thrown instanceof ConflictException) {
            note(object, object.home.heap.shapes().get(shapeId).name(index));
        }
    }

    @TruffleBoundary
    public static void key(SharedObject object, Throwable thrown, Object key) {
        if (thrown instanceof ConflictException) {
            key(object, key);
        }
    }

    /** A key or the name of an attribute; keys of the most usual kinds only. */
    static void key(SharedObject object, Object key) {
        if (key instanceof TruffleString text) {
            note(object, text.toJavaStringUncached());
        } else if (key instanceof Integer || key instanceof Long) {
            note(object, key);
        }
    }

    private static void note(SharedObject object, Object part) {
        object.home().ofThread().mutator().lastConflict().touching(object.ref(), part);
    }
}
