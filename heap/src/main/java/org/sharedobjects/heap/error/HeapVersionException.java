// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.error;

/** The file is a heap of a format version this program does not know. The file was not touched. */
public final class HeapVersionException extends HeapException {
    private static final long serialVersionUID = 1L;

    public HeapVersionException(String message) {
        super(message);
    }

    public HeapVersionException(String message, Throwable cause) {
        super(message, cause);
    }
}
