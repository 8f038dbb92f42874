// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.txn;

/** The running transaction cannot commit any more: somebody else changed what it read. It is to be run again. */
public final class ConflictException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The only one; it has no stack trace. */
    @SuppressWarnings("StaticAssignmentOfThrowable")
    public static final ConflictException INSTANCE = new ConflictException();

    private ConflictException() {
        super("conflict: the transaction must run again", null, false, false);
    }
}
