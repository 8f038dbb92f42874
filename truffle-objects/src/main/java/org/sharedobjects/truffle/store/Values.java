// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.store;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import org.sharedobjects.truffle.interpreter.AttachedHeap;

/** Values of every kind. */
public final class Values {
    private Values() {}

    /** The value as it would be read back after storing it: native containers become shared ones. */
    @TruffleBoundary
    public static Object share(AttachedHeap home, Object value) {
        Blocks blocks = new Blocks();
        boolean done = false;
        try {
            Object shared = Decoder.decode(home, CopyIn.copy(home, value, blocks));
            done = true;
            return shared;
        } finally {
            if (!done) {
                blocks.release(home.allocator);
            }
        }
    }
}
