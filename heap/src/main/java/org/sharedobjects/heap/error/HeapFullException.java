// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.error;

/** There is no room left; nothing was changed and the heap stays usable. */
public final class HeapFullException extends HeapException {
    private static final long serialVersionUID = 1L;

    public HeapFullException(String message) {
        super(message);
    }

    public HeapFullException(String message, Throwable cause) {
        super(message, cause);
    }
}
