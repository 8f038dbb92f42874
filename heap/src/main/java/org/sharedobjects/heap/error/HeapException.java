// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.error;

import org.jspecify.annotations.Nullable;

/** Something is wrong with a heap; the subclasses say what. */
public class HeapException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public HeapException(String message) {
        super(message);
    }

    public HeapException(String message, Throwable cause) {
        super(message, cause);
    }

    /** For preallocated exceptions. */
    HeapException(String message, @Nullable Throwable cause, boolean suppressible, boolean withStackTrace) {
        super(message, cause, suppressible, withStackTrace);
    }
}
