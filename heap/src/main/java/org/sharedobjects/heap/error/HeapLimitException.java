// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.error;

/** A value or container is larger than the heap's format allows; nothing was changed. */
public final class HeapLimitException extends HeapException {
    private static final long serialVersionUID = 1L;

    /** Preallocated and without a stack trace, for compiled code. */
    @SuppressWarnings("StaticAssignmentOfThrowable")
    public static final HeapLimitException NUMBER = new HeapLimitException();

    public HeapLimitException(String message) {
        super(message);
    }

    private HeapLimitException() {
        super("number does not fit into 64 bits", null, false, false);
    }
}
