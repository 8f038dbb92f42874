// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.resident;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.host.interpreter.Caller;
import org.sharedobjects.host.signals.ProcessEnd;

/** One program in the caller's place: with its descriptors, folder, environment and signals. */
final class ProgramRun {

    private static final int FAILED = 1;
    private static final int LATE_SIGNAL_MILLIS = 100;

    private final Connection connection;
    private final Programs.Call call;
    private @Nullable String left;

    private ProgramRun(Connection connection, Programs.Call call) {
        this.connection = connection;
        this.call = call;
    }

    /** Takes the caller's place; null when that is refused, and then this process is in its own again. */
    static @Nullable ProgramRun begin(Connection connection, Request request) throws IOException {
        try {
            takeCallersPlace(connection, request);
            return new ProgramRun(connection, call(connection, request));
        } catch (IOException | InvalidPathException e) {
            leaveCallersPlace();
            return null;
        }
    }

    /** Blocks until the program, its workers and all its interpreters have ended; gives the exit status. */
    int run(Programs programs) {
        SignalRelay relay = new SignalRelay(connection);
        ProcessEnd.announceTo(call.caller().exiting());
        try {
            relay.start();
            return programs.run(call);
        } catch (RuntimeException | Error e) {
            left = "a failure: " + e;
            System.err.println("pso: the program could not go on: " + e);
            return FAILED;
        } finally {
            end(relay);
        }
    }

    private void end(SignalRelay relay) {
        try {
            relay.end();
            if (relay.hasRaisedMore()) {
                left = "a signal that may come late";
                Thread.sleep(LATE_SIGNAL_MILLIS); // one that ends the process does so before its program's end is told
            }
            ProcessEnd.announceTo(_ -> {});
            leaveCallersPlace();
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            left = "a failure: " + e;
        }
    }

    /** Why this process may run nothing more, as far as it is known already. */
    @Nullable
    String left() {
        return left;
    }

    /** The program, for people. */
    String title() {
        return String.join(" ", call.words());
    }

    private static void takeCallersPlace(Connection connection, Request request) throws IOException {
        connection.streams().attach();
        Posix.umask(request.umask());
        Posix.chdir(Request.bytes(request.folder()));
        Posix.clearenv();
        for (String entry : request.environment()) {
            int equals = entry.indexOf('=', 1);
            if (equals > 0) {
                Posix.setenv(Request.bytes(entry.substring(0, equals)), Request.bytes(entry.substring(equals + 1)));
            }
        }
    }

    private static void leaveCallersPlace() throws IOException {
        System.out.flush();
        System.err.flush();
        StandardStreams.detach();
        Posix.chdir(Request.bytes("/"));
    }

    private static Programs.Call call(Connection connection, Request request) {
        Caller caller = new Caller(request.environment(), status -> connection.answer("status " + status + " ended"));
        Path folder = Path.of(Request.decoded(request.folder()));
        return new Programs.Call(request.arguments(), request.variables(), folder, Posix.isTerminal(0), caller);
    }
}
