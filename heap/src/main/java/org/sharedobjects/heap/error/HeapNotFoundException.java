// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.error;

/** There is no heap of that name. */
public final class HeapNotFoundException extends HeapException {
    private static final long serialVersionUID = 1L;

    public HeapNotFoundException(String message) {
        super(message);
    }

    public HeapNotFoundException(String message, Throwable cause) {
        super(message, cause);
    }
}
