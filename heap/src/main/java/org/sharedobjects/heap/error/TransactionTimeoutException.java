// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.error;

/** A transaction did not commit in the time it was given; nothing of it happened. */
public final class TransactionTimeoutException extends HeapException {
    private static final long serialVersionUID = 1L;

    public TransactionTimeoutException(String message) {
        super(message);
    }
}
