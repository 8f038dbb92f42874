// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.resident;

import java.io.IOException;
import java.nio.file.Path;
import org.sharedobjects.host.interpreter.Caller;
import org.sharedobjects.host.interpreter.ProcessEnd;

/** One program in the caller's place: with its descriptors, folder, environment and signals. */
final class ProgramRun {

    private final Connection connection;
    private final Request request;

    ProgramRun(Connection connection, Request request) {
        this.connection = connection;
        this.request = request;
    }

    /** Blocks until the program, its workers and all its interpreters have ended; gives the exit status. */
    int run(Programs programs) throws IOException, InterruptedException {
        takeCallersPlace();
        ProcessEnd.announceTo(this::announceEnd);
        SignalRelay relay = new SignalRelay(connection);
        relay.start();
        try {
            return programs.run(call());
        } finally {
            relay.end();
            ProcessEnd.announceTo(_ -> {});
            leaveCallersPlace();
        }
    }

    private void takeCallersPlace() throws IOException {
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

    private void announceEnd(int status) {
        connection.answer("status " + status + " ended");
    }

    private Programs.Call call() {
        Caller caller = new Caller(request.environment(), this::announceEnd);
        Path folder = Path.of(Request.decoded(request.folder()));
        return new Programs.Call(request.arguments(), request.variables(), folder, Posix.isTerminal(0), caller);
    }
}
