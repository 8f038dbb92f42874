// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.resident;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where launchers find a member that has nothing to do. It exists exactly while the member would take a request. */
final class ListeningSocket implements AutoCloseable {

    private static final int AF_UNIX = 1;
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int BACKLOG = 16;
    private static final int OWNER_ONLY = 0077;

    private final Path path;
    private final int socket;

    private ListeningSocket(Path path, int socket) {
        this.path = path;
        this.socket = socket;
    }

    static ListeningSocket open(Path path) throws IOException {
        Files.deleteIfExists(path);
        Posix.umask(OWNER_ONLY);
        int socket = Posix.socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC);
        try {
            Posix.bind(socket, address(path));
            Posix.listen(socket, BACKLOG);
        } catch (IOException e) {
            Posix.close(socket);
            throw e;
        }
        return new ListeningSocket(path, socket);
    }

    private static byte[] address(Path path) {
        byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Short.BYTES + name.length + 1)
                .order(ByteOrder.nativeOrder())
                .putShort((short) AF_UNIX)
                .put(name)
                .array();
    }

    /** Blocks until a launcher is there; false when the time was up. */
    boolean await(int timeoutMillis) throws IOException {
        return Posix.poll(socket, timeoutMillis);
    }

    Connection accept() throws IOException {
        return new Connection(Posix.accept(socket, SOCK_CLOEXEC));
    }

    /** Whoever has connected but was not accepted sees its connection reset, and nothing of it was read. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
        Posix.close(socket);
    }
}
