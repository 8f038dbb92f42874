// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.error;

/** A value cannot live in the heap; the message says which and where in the stored structure it is. */
public final class HeapNotShareableException extends HeapException {
    private static final long serialVersionUID = 1L;

    private final String path;

    public HeapNotShareableException(String reason, String path) {
        super(path.isEmpty() ? reason : reason + ": path=" + path);
        this.path = path;
    }

    /** Where the value is, seen from what was to be stored, as in {@code ['cfg'][0]}; empty for that itself. */
    public String path() {
        return path;
    }
}
