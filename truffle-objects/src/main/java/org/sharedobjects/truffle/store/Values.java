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
        // Not given back when there is no room for some wrapper: others are there by then.
        return Decoder.decode(home, Encoder.copy(home, value));
    }
}
