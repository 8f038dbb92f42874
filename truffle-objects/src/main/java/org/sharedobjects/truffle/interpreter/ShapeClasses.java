// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.interpreter;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What instances of a heap are wrapped in, by the number of their shape: as {@link ClassTable} has found it, for compiled code.
 * Guarded by the interpreter's lock.
 */
final class ShapeClasses {
    private static final int INITIAL_CAPACITY = 1 << 6;

    private @Nullable WrapperClass[] classes = new @Nullable WrapperClass[INITIAL_CAPACITY];

    /** Null when it is not known. */
    @Nullable
    WrapperClass find(int shape) {
        @Nullable WrapperClass[] all = classes;
        return shape >= 0 && shape < all.length ? all[shape] : null;
    }

    /** The shape is one of the heap's. */
    void put(int shape, WrapperClass wrapperClass) {
        if (shape >= classes.length) {
            classes = Arrays.copyOf(classes, Math.max(shape + 1, 2 * classes.length));
        }
        classes[shape] = wrapperClass;
    }

    /** Something was registered: all are looked for again. */
    void clear() {
        Arrays.fill(classes, null);
    }
}
