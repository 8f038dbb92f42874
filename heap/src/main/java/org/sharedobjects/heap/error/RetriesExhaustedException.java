// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.error;

/** A transaction met a conflict in every run it was allowed; nothing of it happened. */
public final class RetriesExhaustedException extends HeapException {
    private static final long serialVersionUID = 1L;

    public RetriesExhaustedException(String message) {
        super(message);
    }
}
