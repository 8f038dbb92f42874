// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.error;

/** The file is not a heap: too short, not a regular file, or its first bytes are something else. The file was not touched. */
public final class HeapFormatException extends HeapException {
    private static final long serialVersionUID = 1L;

    public HeapFormatException(String message) {
        super(message);
    }

    public HeapFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
