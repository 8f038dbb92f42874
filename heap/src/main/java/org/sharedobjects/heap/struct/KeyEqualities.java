// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.struct;

/** The {@link KeyEquality} of each of several keys. */
@FunctionalInterface
public interface KeyEqualities {
    KeyEqualities IDENTITY = i -> KeyEquality.IDENTITY;

    KeyEquality of(int index);
}
