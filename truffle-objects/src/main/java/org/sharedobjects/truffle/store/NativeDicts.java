// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.store;

import com.oracle.graal.python.PythonLanguage;
import com.oracle.graal.python.builtins.objects.common.HashingStorage;
import com.oracle.graal.python.builtins.objects.common.HashingStorageNodes.HashingStorageGetIterator;
import com.oracle.graal.python.builtins.objects.common.HashingStorageNodes.HashingStorageIterator;
import com.oracle.graal.python.builtins.objects.common.HashingStorageNodes.HashingStorageIteratorKey;
import com.oracle.graal.python.builtins.objects.common.HashingStorageNodes.HashingStorageIteratorNext;
import com.oracle.graal.python.builtins.objects.common.HashingStorageNodes.HashingStorageIteratorValue;
import com.oracle.graal.python.builtins.objects.common.HashingStorageNodes.HashingStorageSetItem;
import com.oracle.graal.python.builtins.objects.dict.PDict;
import com.oracle.graal.python.runtime.object.PFactory;
import java.util.ArrayList;
import java.util.List;

/** Reads and builds dicts and sets of the interpreter. */
public final class NativeDicts {
    private NativeDicts() {}

    /** Keys and values in turn. */
    static Object[] entries(PDict dict) {
        HashingStorage storage = dict.getDictStorage();
        HashingStorageIterator iterator = HashingStorageGetIterator.executeUncached(storage);
        List<Object> entries = new ArrayList<>();
        while (HashingStorageIteratorNext.executeUncached(storage, iterator)) {
            entries.add(HashingStorageIteratorKey.executeUncached(storage, iterator));
            entries.add(HashingStorageIteratorValue.executeUncached(storage, iterator));
        }
        return entries.toArray();
    }

    static Object[] keys(HashingStorage storage) {
        HashingStorageIterator iterator = HashingStorageGetIterator.executeUncached(storage);
        List<Object> keys = new ArrayList<>();
        while (HashingStorageIteratorNext.executeUncached(storage, iterator)) {
            keys.add(HashingStorageIteratorKey.executeUncached(storage, iterator));
        }
        return keys.toArray();
    }

    /** A dict of these keys and values in turn. */
    public static PDict of(PythonLanguage language, Object[] entries) {
        HashingStorage storage = PDict.createNewStorage(entries.length / 2);
        for (int i = 0; i < entries.length; i += 2) {
            storage = HashingStorageSetItem.executeUncached(storage, entries[i], entries[i + 1]);
        }
        return PFactory.createDict(language, storage);
    }
}
