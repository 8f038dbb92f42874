// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.guest;

import org.jspecify.annotations.Nullable;
import org.sharedobjects.truffle.store.DictAccess;

/** The entries of a shared dict. */
final class DictEntries extends HashEntries {
    private final SharedDict dict;

    DictEntries(SharedDict dict) {
        super(dict);
        this.dict = dict;
    }

    @Override
    @Nullable
    Object get(Object key) {
        return DictAccess.get(dict, key);
    }

    @Override
    void put(Object key, Object value) {
        DictAccess.put(dict, key, value);
    }

    @Override
    Object[] items() {
        return DictAccess.items(dict);
    }
}
