// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.store;

import com.oracle.graal.python.PythonLanguage;
import com.oracle.graal.python.runtime.object.PFactory;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import org.sharedobjects.truffle.guest.SharedArray;
import org.sharedobjects.truffle.guest.SharedDict;
import org.sharedobjects.truffle.guest.SharedList;
import org.sharedobjects.truffle.guest.SharedObject;
import org.sharedobjects.truffle.guest.SharedSet;

/** Native copies of two containers; the bytes of two arrays. */
public final class Snapshots {
    private Snapshots() {}

    /** Of one moment, if they are in the same heap. */
    @TruffleBoundary
    public static Object[] ofBoth(SharedObject left, SharedObject right) {
        if (left.home().heap != right.home().heap) {
            return new Object[] {made(left, contents(left)), made(right, contents(right))};
        }
        // What the keys of dicts and sets have to say, when copies are made, is not part of the transaction.
        Object[] both = Atomically.run(left.home(), () -> new Object[] {contents(left), contents(right)});
        return new Object[] {made(left, both[0]), made(right, both[1])};
    }

    private static Object contents(SharedObject container) {
        return switch (container) {
            case SharedList list -> ListAccess.snapshot(list);
            case SharedDict dict -> DictAccess.items(dict);
            case SharedSet set -> SetAccess.elements(set);
            case SharedArray array -> ArrayAccess.copy(array, 0, Long.MAX_VALUE);
            default -> throw new IllegalArgumentException("no container: " + container);
        };
    }

    private static PythonLanguage language(SharedObject container) {
        return container.home().interpreter.pythonLanguage();
    }

    private static Object made(SharedObject container, Object contents) {
        return switch (container) {
            case SharedDict dict -> NativeDicts.of(language(dict), (Object[]) contents);
            case SharedArray array -> PFactory.createBytes(language(array), (byte[]) contents);
            case SharedSet set -> SetAccess.nativeSet(set.home, (Object[]) contents);
            default -> contents;
        };
    }
}
