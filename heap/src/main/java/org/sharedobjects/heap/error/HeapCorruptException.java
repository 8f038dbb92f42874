// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.error;

/** The content of the heap is damaged: an offset, length or tag in it cannot be right. */
public final class HeapCorruptException extends HeapException {
    private static final long serialVersionUID = 1L;

    /** Thrown by every access outside the heap. Preallocated and without a stack trace, so that compiled code stays small. */
    @SuppressWarnings("StaticAssignmentOfThrowable")
    public static final HeapCorruptException OUT_OF_BOUNDS = new HeapCorruptException();

    public HeapCorruptException(String message) {
        super(message);
    }

    private HeapCorruptException() {
        super("heap is damaged: an offset points outside of it", null, false, false);
    }
}
