// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle;

import org.jspecify.annotations.Nullable;

/** An interpreter without a host: one of one, and nothing can be started from it. */
final class LoneInterpreter implements InterpreterServices {
    @Override
    public int index() {
        return 0;
    }

    @Override
    public int count() {
        return 1;
    }

    @Override
    public long id() {
        return 0;
    }

    /** Nobody says when it is about to end. */
    @Override
    public void visit(Runnable visit) {}

    @Override
    public boolean chaos() {
        return false;
    }

    @Override
    public @Nullable String mainScript() {
        return null;
    }

    @Override
    public long spawn(long jobRef, boolean daemon) {
        throw new IllegalStateException("this interpreter was not started by pso: it has no host to start workers");
    }

    @Override
    public boolean join(long workerId, long timeoutNanos) {
        throw new IllegalStateException("no such worker: id=" + workerId);
    }

    @Override
    public void cancel(long workerId) {
        throw new IllegalStateException("no such worker: id=" + workerId);
    }

    @Override
    public boolean barrier(long timeoutNanos) {
        return true;
    }
}
