// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.layout;

/** A block of handles: {@code [next block][entries…]}. An entry is the cell of a reference, 0 when it is free. */
public final class HandleLayout {
    public static final long NEXT = 0;
    public static final long FIRST_ENTRY = Long.BYTES;
    public static final long SIZE = 4096;
    public static final int ENTRIES = (int) ((SIZE - FIRST_ENTRY) / Long.BYTES);

    private HandleLayout() {}
}
