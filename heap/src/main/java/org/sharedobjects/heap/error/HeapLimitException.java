// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.error;

/** A value or container is larger than the heap's format allows; nothing was changed. */
public final class HeapLimitException extends HeapException {
    private static final long serialVersionUID = 1L;

    public HeapLimitException(String message) {
        super(message);
    }
}
