// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.nodes.access;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.nodes.Node;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.truffle.error.Guard;
import org.sharedobjects.truffle.error.PythonErrors;
import org.sharedobjects.truffle.guest.SharedSet;
import org.sharedobjects.truffle.store.DictAccess;
import org.sharedobjects.truffle.store.SetAccess;

/** What the set nodes do when the short way fails. Errors are Python's. */
public final class SetOperations {
    private SetOperations() {}

    public static SharedSet self(@Nullable Node node, Object self, String method) {
        if (self instanceof SharedSet set) {
            return set;
        }
        throw PythonErrors.wrongSelf(node, method, "set", self);
    }

    @TruffleBoundary
    public static boolean contains(@Nullable Node node, SharedSet set, Object element) {
        DictOperations.lookAtSize(node, set);
        return Guard.run(node, set.home, () -> DictAccess.contains(set, SetAccess.asElement(element)));
    }

    @TruffleBoundary
    public static void add(@Nullable Node node, SharedSet set, Object element) {
        DictOperations.lookAtSize(node, set);
        Guard.run(node, set.home, () -> {
            SetAccess.add(set, element);
            return Boolean.TRUE;
        });
    }
}
