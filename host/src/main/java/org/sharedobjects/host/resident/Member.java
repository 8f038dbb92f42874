// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.resident;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One process of the resident host. It listens while it has nothing to do, takes one request, stops listening, runs the
 * program, and listens again if the program has left nothing behind. docs/resident.md has the states and what always
 * holds.
 */
public final class Member {

    /** The hidden command that starts one. */
    public static final String COMMAND = "resident-member";

    private static final int MAX_SERVED = Integer.getInteger("pso.member.maxScripts", 1000);
    private static final int REQUEST_SECONDS = 2;
    private static final int WORDS = 3;

    private final MemberFiles files;
    private final String identity;
    private final Programs programs;
    private final Duration idleLimit;
    private final Traces traces;
    private int served;

    private record Taken(Connection connection, Request request) {}

    /** @param words the user's folder, the installation's identity, minutes without a launcher after which it ends */
    public Member(List<String> words, Programs programs) {
        if (words.size() != WORDS) {
            throw new IllegalArgumentException("a member is started by 'pso up': words=" + words);
        }
        this.files = new MemberFiles(Path.of(words.get(0)));
        this.identity = words.get(1);
        this.idleLimit = Duration.ofMinutes(Long.parseLong(words.get(2)));
        this.programs = programs;
        this.traces = new Traces(programs::awaitPrepared);
    }

    /** Serves until the member is not wanted any more, or not fit to go on; gives the exit status. */
    public int serve() {
        try {
            StandardStreams.detach();
            Posix.chdir(Request.bytes("/"));
            WarmUp.run(programs);
            traces.remember();
            ListeningSocket listening = open();
            while (listening != null) {
                listening = serveOne(listening);
            }
            return 0;
        } catch (IOException e) {
            files.log("ends: " + e);
            throw new UncheckedIOException(e);
        } catch (RuntimeException | Error e) {
            files.log("ends: " + e);
            throw e;
        } catch (InterruptedException e) {
            return 1;
        } finally {
            files.remove();
        }
    }

    /** Waits for one program and runs it; null when the member must end. */
    private @Nullable ListeningSocket serveOne(ListeningSocket listening) throws IOException, InterruptedException {
        Taken taken;
        try (listening) {
            taken = take(listening);
        }
        return taken == null ? null : serve(taken);
    }

    /** A launcher that has gone on meanwhile is not served: its program runs elsewhere. */
    private @Nullable ListeningSocket serve(Taken taken) throws IOException {
        Connection connection = taken.connection();
        connection.answer("taken");
        ProgramRun run = connection.isToldToGo() ? ProgramRun.begin(connection, taken.request()) : null;
        ListeningSocket next = run == null ? open() : finish(run, connection);
        if (next != null) {
            connection.close();
        } // else the launcher waits for the end of this process, which frees what the program held
        return next;
    }

    /** Listens again before the caller's launcher ends, so that the next one in a row finds somebody. */
    private @Nullable ListeningSocket finish(ProgramRun run, Connection connection) {
        served++;
        programs.pausePreparing();
        connection.answer("running " + ProcessHandle.current().pid());
        files.publish(state("busy", run.title()) + "launcher " + connection.launcher() + "\n");
        int status = run.run(programs);
        ListeningSocket next = next(run, connection);
        connection.answer("status " + status + (next == null ? " ended" : ""));
        if (next != null) {
            programs.prepare();
        }
        return next;
    }

    /** Null when the member must end. */
    private @Nullable ListeningSocket next(ProgramRun run, Connection connection) {
        try {
            String left = run.left() == null ? traces.leftBehind(connection.descriptor()) : run.left();
            if (left != null) {
                files.log("ends, for a program has left " + left);
                return null;
            }
            files.touchWanted();
            return isWanted() ? open() : null;
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            files.log("ends: " + e);
            return null;
        }
    }

    private ListeningSocket open() throws IOException {
        ListeningSocket listening = ListeningSocket.open(files.socket());
        files.publish(state("idle", ""));
        return listening;
    }

    private boolean isWanted() throws IOException {
        files.endWhenUnused(idleLimit);
        return files.isWanted() && served < MAX_SERVED;
    }

    /** Blocks for a request that can be taken; null when the member must end. */
    private @Nullable Taken take(ListeningSocket listening) throws IOException, InterruptedException {
        IdleTime idle = new IdleTime(programs);
        while (isWanted()) {
            if (listening.await(idle.patienceMillis())) {
                Connection connection = listening.accept();
                Request request = receive(connection);
                if (request != null && request.isRun() && isTaken(request, connection)) {
                    return new Taken(connection, request);
                }
                connection.close();
                if (request != null && (request.isLeave() || !request.identity().equals(identity))) {
                    return null;
                }
            } else if (programs.isQuiet()) {
                if (idle.pass()) {
                    files.publish(state("idle", ""));
                } else if (traces.isTooLarge()) {
                    files.log("ends, for it has become too large");
                    return null;
                }
            }
        }
        return null;
    }

    /** Null for whatever is no request of this user. */
    private static @Nullable Request receive(Connection connection) {
        try {
            connection.limitReads(REQUEST_SECONDS);
            if (!connection.isFromThisUser()) {
                return null;
            }
            Request request = connection.receive();
            return connection.streams().areComplete() || !request.isRun() ? request : null;
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
    }

    private boolean isTaken(Request request, Connection connection) {
        String refusal = refusal(request);
        if (refusal != null) {
            connection.answer("declined " + refusal);
        }
        return refusal == null;
    }

    private @Nullable String refusal(Request request) {
        if (!request.identity().equals(identity)) {
            return "stale";
        }
        if (!traces.hasLimits(request.limits())) {
            return "other resource limits";
        }
        return programs.refusal(request.arguments(), request.variables());
    }

    /** What pso status shows. */
    private String state(String state, String program) {
        return "state %s%nsince %d%nserved %d%ninterpreters %d%nversion %s%nprogram %s%n"
                .formatted(
                        state,
                        Instant.now().getEpochSecond(),
                        served,
                        programs.prepared(),
                        programs.version(),
                        program.lines().findFirst().orElse(""));
    }
}
