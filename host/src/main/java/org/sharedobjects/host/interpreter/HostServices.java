// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.interpreter;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.truffle.InterpreterServices;

/** What a Python program asks of its host. */
final class HostServices implements InterpreterServices {

    private final InterpreterPool pool;
    private final Interpreter own;
    private final Place place;

    HostServices(InterpreterPool pool, Interpreter own, Place place) {
        this.pool = pool;
        this.own = own;
        this.place = place;
    }

    @Override
    public int index() {
        return place.index();
    }

    @Override
    public int count() {
        return place.count();
    }

    @Override
    public long id() {
        return own.id();
    }

    @Override
    public void visit(Runnable visit) {
        own.visit(visit);
    }

    @Override
    public boolean chaos() {
        return pool.chaos();
    }

    @Override
    public @Nullable String mainScript() {
        return place.mainScript();
    }

    @Override
    public long spawn(long jobRef, boolean daemon) {
        return pool.spawn(jobRef, daemon, place.mainScript());
    }

    /** A worker that is not known any more has ended. */
    @Override
    public boolean join(long workerId, long timeoutNanos) throws InterruptedException {
        Interpreter worker = pool.worker(workerId);
        if (worker == null) {
            return true;
        }
        return worker.join(timeoutNanos < 0 ? Interpreter.NO_LIMIT : Duration.ofNanos(timeoutNanos));
    }

    @Override
    public void cancel(long workerId) {
        Interpreter worker = pool.worker(workerId);
        if (worker != null) {
            worker.cancel();
        }
    }

    @Override
    public boolean barrier(long timeoutNanos) throws InterruptedException {
        return place.meeting().await(timeoutNanos);
    }
}
