// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calls the functions that users run as transactions. {@link ApiFrames} finds its frames on the stack. */
final class UserCode {
    private UserCode() {}

    static <T extends @Nullable Object> T run(Supplier<T> function) {
        return function.get();
    }

    static Supplier<Boolean> supplier(Runnable function) {
        return () -> {
            function.run();
            return true;
        };
    }
}
