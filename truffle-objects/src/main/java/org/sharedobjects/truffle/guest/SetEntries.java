// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.guest;

import com.oracle.graal.python.builtins.objects.PNone;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.truffle.store.DictAccess;
import org.sharedobjects.truffle.store.SetAccess;

/** The elements of a shared set as the keys of a dict, which is what sets of GraalPy are inside. */
final class SetEntries extends HashEntries {
    private final SharedSet set;

    SetEntries(SharedSet set) {
        super(set);
        this.set = set;
    }

    @Override
    @Nullable
    Object get(Object key) {
        return DictAccess.contains(set, key) ? PNone.NONE : null;
    }

    @Override
    void put(Object key, Object value) {
        SetAccess.add(set, key);
    }

    @Override
    Object[] items() {
        Object[] elements = SetAccess.elements(set);
        Object[] items = new Object[2 * elements.length];
        for (int i = 0; i < elements.length; i++) {
            items[2 * i] = elements[i];
            items[2 * i + 1] = PNone.NONE;
        }
        return items;
    }
}
