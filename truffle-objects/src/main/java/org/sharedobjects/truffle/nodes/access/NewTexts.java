// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.nodes.access;

import com.oracle.graal.python.builtins.objects.PNone;
import com.oracle.graal.python.builtins.objects.type.TpSlots;
import com.oracle.graal.python.builtins.objects.type.TpSlots.GetObjectSlotsNode;
import com.oracle.graal.python.builtins.objects.type.slots.TpSlot;
import com.oracle.graal.python.builtins.objects.type.slots.TpSlot.TpSlotBuiltin;
import com.oracle.graal.python.lib.PyObjectGetAttr;
import com.oracle.graal.python.lib.PyObjectSetAttr;
import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.strings.TruffleString;
import java.util.function.Function;
import org.sharedobjects.truffle.guest.SharedInstance;

/**
 * New texts that classes get when an attribute is used. GraalPy has chosen the attribute node by the text before; the new one may have
 * methods of its own for that, as {@code __getattr__} or the {@code __setattr__} of a frozen class.
 */
public final class NewTexts {
    private NewTexts() {}

    /** Takes new texts; whether the class asks no longer us for attributes. */
    public static boolean bringGetter(SharedInstance self) {
        return self.home.areClassesOld() && bring(self, TpSlots::combined_tp_getattro_getattr);
    }

    /** Takes new texts; whether the class tells no longer us to set attributes. */
    public static boolean bringSetter(SharedInstance self) {
        return self.home.areClassesOld() && bring(self, TpSlots::combined_tp_setattro_setattr);
    }

    /** A method of Python that calls us goes on as it was. */
    @TruffleBoundary
    private static boolean bring(SharedInstance self, Function<TpSlots, TpSlot> kind) {
        TpSlot before = kind.apply(GetObjectSlotsNode.executeUncached(self));
        return self.home.takeNewTexts()
                && before instanceof TpSlotBuiltin<?>
                && !before.equals(kind.apply(GetObjectSlotsNode.executeUncached(self)));
    }

    @TruffleBoundary
    public static Object get(Node node, SharedInstance self, Object name) {
        return PyObjectGetAttr.executeUncached(self, InstanceOperations.text(node, name));
    }

    @TruffleBoundary
    public static void set(Node node, SharedInstance self, Object name, Object value) {
        TruffleString text = InstanceOperations.text(node, name);
        if (value == PNone.NO_VALUE) {
            PyObjectSetAttr.deleteUncached(self, text);
        } else {
            PyObjectSetAttr.executeUncached(self, text, value);
        }
    }
}
