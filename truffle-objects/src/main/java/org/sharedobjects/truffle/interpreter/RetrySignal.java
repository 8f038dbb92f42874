// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle.interpreter;

/** An operation in a transaction that has asked to be undone and run again later. */
public final class RetrySignal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The only one; it has no stack trace. */
    @SuppressWarnings("StaticAssignmentOfThrowable")
    static final RetrySignal INSTANCE = new RetrySignal();

    private RetrySignal() {
        super("the transaction waits to be run again", null, false, false);
    }
}
