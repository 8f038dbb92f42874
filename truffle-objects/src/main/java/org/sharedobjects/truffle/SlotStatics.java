// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle;

import org.sharedobjects.truffle.slots.Slots;

/** What must be done before the first {@code Engine} or {@code Context} of the process is made. */
public final class SlotStatics {
    private SlotStatics() {}

    /** Makes our type slots known to GraalPy; may be called any number of times. */
    public static void load() {
        Slots.load();
    }
}
