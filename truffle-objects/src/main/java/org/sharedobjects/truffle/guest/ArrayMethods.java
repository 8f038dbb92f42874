// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.guest;

import com.oracle.truffle.api.interop.UnknownIdentifierException;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.truffle.store.ForeignValues;
import org.sharedobjects.truffle.store.ListAccess;

/**
 * Methods of JavaScript's arrays that are one step of a shared list, where JavaScript's own would be several. It takes its own
 * where a method is not here, and for empty lists, of which Python has no element to give.
 */
final class ArrayMethods {
    private static final long END = Long.MAX_VALUE;

    private ArrayMethods() {}

    static boolean has(SharedList list, String name) {
        return switch (name) {
            case "push", "unshift" -> true;
            case "pop", "shift" -> Locked.run(list.home, () -> ListAccess.size(list)) > 0;
            default -> false;
        };
    }

    static Object invoke(SharedList list, String name, Object[] arguments) throws UnknownIdentifierException {
        Object result = Locked.<@Nullable Object>run(list.home, () -> switch (name) {
            case "push" -> insert(list, END, arguments);
            case "unshift" -> insert(list, 0, arguments);
            case "pop" -> ListAccess.remove(list, -1);
            case "shift" -> ListAccess.remove(list, 0);
            default -> null;
        });
        if (result == null) {
            throw UnknownIdentifierException.create(name);
        }
        return result;
    }

    private static Object insert(SharedList list, long at, Object[] values) {
        Object[] own = new Object[values.length];
        for (int i = 0; i < own.length; i++) {
            own[i] = ForeignValues.handedOver(values[i]);
        }
        ListAccess.splice(list, at, 0, own);
        return ListAccess.size(list);
    }
}
