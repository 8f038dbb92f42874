// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

/**
 * Compares the key that is looked for with one in the dict, where only the guest language can tell. Runs outside of
 * validated reads and may do anything, even change the dict.
 */
@FunctionalInterface
public interface KeyEquality {
    /** For keys whose equality never needs the guest: different objects differ. */
    KeyEquality IDENTITY = candidate -> false;

    boolean equal(long candidateCell);
}
