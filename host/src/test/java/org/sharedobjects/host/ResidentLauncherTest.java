// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sharedobjects.host.Command.Result;

/** What the launcher does while it hands over a program; the test is the member. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class ResidentLauncherTest {

    private static final int HEADER_BYTES = 8;
    private static final int TERM = 15;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path runtime;

    @SuppressWarnings("NullAway.Init")
    private Command named;

    @SuppressWarnings("NullAway.Init")
    private ServerSocketChannel listening;

    /** Launchers know a member by a process with its folder on the command line. */
    @BeforeEach
    void listen() throws IOException {
        Path dist = Command.repository().resolve("host/target/dist");
        Path folder =
                runtime.resolve(Files.getAttribute(dist, "unix:dev") + "-" + Files.getAttribute(dist, "unix:ino"));
        Files.createDirectory(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        named = Command.start(
                Map.of(), runtime, List.of("perl", "-e", "$| = 1; print \"$$\\n\"; sleep 100", folder.toString()));
        String member = "member-" + named.readLine();
        Files.writeString(folder.resolve("wanted"), "1\n");
        Files.writeString(folder.resolve(member), "state idle\n");
        listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listening.bind(UnixDomainSocketAddress.of(folder.resolve(member + ".sock")));
    }

    @AfterEach
    void end() throws IOException {
        listening.close();
        named.close();
    }

    private Command launcher() {
        return Command.start(
                Map.of("PSO_BUILD", "off", "PSO_RUNTIME_DIR", runtime.toString()),
                runtime,
                Command.words(Command.repository().resolve("pso"), "-c", "print('in a process of its own')"));
    }

    /** Up to the moment from which on the program may run. */
    private SocketChannel take() throws IOException {
        SocketChannel connection = listening.accept();
        int length = read(connection, HEADER_BYTES).getInt(Integer.BYTES);
        var _ = read(connection, length);
        answer(connection, "taken");
        assertEquals('g', read(connection, 1).get(0));
        return connection;
    }

    private static ByteBuffer read(SocketChannel connection, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (connection.read(buffer) < 0) {
                throw new IOException("the launcher has gone");
            }
        }
        return buffer;
    }

    private static void answer(SocketChannel connection, String line) throws IOException {
        connection.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void shouldGiveTheProgramASignalThatComesBeforeTheLauncherKnowsThatItRuns()
            throws IOException, InterruptedException {
        try (Command pso = launcher();
                SocketChannel connection = take()) {
            pso.signal("TERM");
            Thread.sleep(100);
            answer(connection, "running " + ProcessHandle.current().pid());
            assertEquals(TERM, read(connection, 1).get(0));
            answer(connection, "status 5");
            assertEquals(new Result(5, "", ""), pso.await());
        }
    }

    @Test
    void shouldDieBySuchASignalWhenTheMemberDoesNotRunTheProgram() throws IOException, InterruptedException {
        try (Command pso = launcher()) {
            try (SocketChannel _ = take()) {
                pso.signal("TERM");
                Thread.sleep(100);
            }
            assertEquals(new Result(128 + TERM, "", ""), pso.await());
        }
    }

    @Test
    void shouldStartAProcessWhenTheMemberDoesNotRunTheProgram() throws IOException, InterruptedException {
        try (Command pso = launcher()) {
            take().close();
            assertEquals(new Result(0, "in a process of its own\n", ""), pso.await());
        }
    }
}
