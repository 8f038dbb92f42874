// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.error;

/** The heap file or its folder cannot be read, written or made, most often for lack of permission. */
public final class HeapAccessException extends HeapException {
    private static final long serialVersionUID = 1L;

    public HeapAccessException(String message) {
        super(message);
    }

    public HeapAccessException(String message, Throwable cause) {
        super(message, cause);
    }
}
