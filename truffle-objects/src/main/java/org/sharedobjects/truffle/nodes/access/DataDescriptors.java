// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.nodes.access;

import com.oracle.graal.python.builtins.objects.PNone;
import com.oracle.graal.python.builtins.objects.type.TpSlots.GetObjectSlotsNode;
import com.oracle.graal.python.nodes.attributes.LookupAttributeInMRONode;
import com.oracle.graal.python.nodes.object.GetClassNode;
import com.oracle.truffle.api.Assumption;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.strings.TruffleString;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.sharedobjects.truffle.guest.SharedInstance;

/**
 * Which names have data descriptors in classes: these come before a field of the same name. Compiled code is shared by
 * interpreters, one of which may have a newer text of a class; so a name that a new text has made a descriptor is looked
 * up in full by all of them from then on.
 */
public final class DataDescriptors {
    private static final Set<TruffleString> SHADOWED = ConcurrentHashMap.newKeySet();
    private static volatile Assumption unchanged = Assumption.create("data descriptors of shared classes");

    private DataDescriptors() {}

    public static Assumption unchanged() {
        return unchanged;
    }

    static boolean isShadowed(TruffleString name) {
        return SHADOWED.contains(name);
    }

    static boolean has(SharedInstance self, TruffleString name) {
        Object type = GetClassNode.executeUncached(self);
        Object attribute = LookupAttributeInMRONode.Dynamic.getUncached().execute(type, name);
        return attribute != PNone.NO_VALUE
                && GetObjectSlotsNode.executeUncached(attribute).tp_descr_set() != null;
    }

    /** A class that is in use got a data descriptor of this name. */
    @TruffleBoundary
    public static synchronized void shadow(TruffleString name) {
        if (SHADOWED.add(name)) {
            Assumption before = unchanged;
            unchanged = Assumption.create("data descriptors of shared classes");
            before.invalidate();
        }
    }
}
