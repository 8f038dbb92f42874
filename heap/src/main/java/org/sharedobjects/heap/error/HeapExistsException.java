// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.error;

/** A heap of that name is there already. */
public final class HeapExistsException extends HeapException {
    private static final long serialVersionUID = 1L;

    public HeapExistsException(String message) {
        super(message);
    }

    public HeapExistsException(String message, Throwable cause) {
        super(message, cause);
    }
}
