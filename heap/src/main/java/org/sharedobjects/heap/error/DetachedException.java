// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.error;

/** The heap was closed by this process: its objects cannot be used any more. */
public final class DetachedException extends HeapException {
    private static final long serialVersionUID = 1L;

    public DetachedException(String message) {
        super(message);
    }
}
