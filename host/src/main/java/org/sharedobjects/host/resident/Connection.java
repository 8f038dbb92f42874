// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.resident;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/** A launcher that has connected: its request, its signals, our answers. */
final class Connection implements AutoCloseable {

    private static final int SOL_SOCKET = 1;
    private static final int SO_PEERCRED = 17;
    private static final int SO_RCVTIMEO = 20;
    private static final int MSG_CMSG_CLOEXEC = 0x40000000;
    private static final int CREDENTIALS_BYTES = 12;
    private static final int CREDENTIALS_USER = 4;
    private static final int GO = 'g';

    private static final int MAGIC = 0x50534f31;
    private static final int HEADER_BYTES = 8;
    private static final int MAX_BODY_BYTES = 64 << 20;
    private static final int STANDARD_STREAMS = 3;

    /** struct msghdr, struct iovec and struct cmsghdr of 64-bit Linux. */
    private static final int MESSAGE_BYTES = 56;

    private static final int MESSAGE_PARTS = 16;
    private static final int MESSAGE_PART_COUNT = 24;
    private static final int MESSAGE_CONTROL = 32;
    private static final int MESSAGE_CONTROL_BYTES = 40;
    private static final int CONTROL_BYTES = 64;
    private static final int CONTROL_HEADER_BYTES = 16;

    private final int socket;
    private StandardStreams streams = StandardStreams.none();

    Connection(int socket) {
        this.socket = socket;
    }

    int descriptor() {
        return socket;
    }

    boolean isFromThisUser() throws IOException {
        return credential(CREDENTIALS_USER) == Posix.getuid();
    }

    /** Process id of the launcher; 0 when it is not known here. */
    int launcher() {
        try {
            return credential(0);
        } catch (IOException e) {
            return 0;
        }
    }

    private int credential(long offset) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment credentials = arena.allocate(CREDENTIALS_BYTES, Integer.BYTES);
            Posix.getsockopt(socket, SOL_SOCKET, SO_PEERCRED, credentials);
            return credentials.get(ValueLayout.JAVA_INT, offset);
        }
    }

    /** Later reads fail when the launcher sends nothing for so long; 0: no limit. */
    void limitReads(int seconds) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            Posix.setsockopt(
                    socket, SOL_SOCKET, SO_RCVTIMEO, arena.allocateFrom(ValueLayout.JAVA_LONG, (long) seconds, 0L));
        }
    }

    /**
     * Blocks until the whole request is there; its descriptors are kept until {@link #streams}.
     *
     * @throws IllegalArgumentException for what no launcher sends
     */
    Request receive() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment header = arena.allocate(HEADER_BYTES, Integer.BYTES);
            streams = new StandardStreams(receiveHeader(arena, header));
            int length = header.get(ValueLayout.JAVA_INT, Integer.BYTES);
            if (header.get(ValueLayout.JAVA_INT, 0) != MAGIC || length < 0 || length > MAX_BODY_BYTES) {
                throw new IllegalArgumentException("this is no request");
            }
            MemorySegment body = arena.allocate(length);
            readFully(body);
            return Request.parse(body.toArray(ValueLayout.JAVA_BYTE));
        }
    }

    StandardStreams streams() {
        return streams;
    }

    private int[] receiveHeader(Arena arena, MemorySegment header) throws IOException {
        MemorySegment part = arena.allocate(2L * Long.BYTES, Long.BYTES);
        part.set(ValueLayout.ADDRESS, 0, header);
        part.set(ValueLayout.JAVA_LONG, Long.BYTES, HEADER_BYTES);
        MemorySegment control = arena.allocate(CONTROL_BYTES, Long.BYTES);
        MemorySegment message = arena.allocate(MESSAGE_BYTES, Long.BYTES);
        message.set(ValueLayout.ADDRESS, MESSAGE_PARTS, part);
        message.set(ValueLayout.JAVA_LONG, MESSAGE_PART_COUNT, 1);
        message.set(ValueLayout.ADDRESS, MESSAGE_CONTROL, control);
        message.set(ValueLayout.JAVA_LONG, MESSAGE_CONTROL_BYTES, CONTROL_BYTES);
        long received = Posix.recvmsg(socket, message, MSG_CMSG_CLOEXEC);
        if (received <= 0) {
            throw new IOException("the launcher has gone");
        }
        readFully(header.asSlice(received));
        return descriptors(message, control);
    }

    private static int[] descriptors(MemorySegment message, MemorySegment control) {
        if (message.get(ValueLayout.JAVA_LONG, MESSAGE_CONTROL_BYTES) <= CONTROL_HEADER_BYTES) {
            return new int[0];
        }
        long bytes = control.get(ValueLayout.JAVA_LONG, 0) - CONTROL_HEADER_BYTES;
        int count = (int) Math.min(STANDARD_STREAMS, bytes / Integer.BYTES);
        int[] descriptors = new int[count];
        for (int i = 0; i < count; i++) {
            descriptors[i] = control.get(ValueLayout.JAVA_INT, CONTROL_HEADER_BYTES + (long) Integer.BYTES * i);
        }
        return descriptors;
    }

    private void readFully(MemorySegment into) throws IOException {
        for (long done = 0; done < into.byteSize(); ) {
            int read = Posix.read(socket, into.asSlice(done));
            if (read == 0) {
                throw new IOException("the launcher has gone");
            }
            done += read;
        }
    }

    /** Whether the launcher still wants its program run here; waits no longer than reads may take. */
    boolean isToldToGo() throws IOException {
        if (nextSignal() != GO) {
            return false;
        }
        limitReads(0);
        return true;
    }

    /** Blocks for the launcher's next signal; -1 when the launcher has gone. */
    int nextSignal() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment signal = arena.allocate(1);
            return Posix.read(socket, signal) == 0 ? -1 : signal.get(ValueLayout.JAVA_BYTE, 0);
        } catch (IOException e) {
            return -1;
        }
    }

    /** Sends a line; a launcher that has gone does not mind. */
    void answer(String line) {
        try (Arena arena = Arena.ofConfined()) {
            byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
            MemorySegment rest = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
            while (rest.byteSize() > 0) {
                rest = rest.asSlice(Posix.send(socket, rest));
            }
        } catch (IOException e) {
            // nobody is left to tell
        }
    }

    /**
     * No signal comes any more: wakes the thread that waits for one.
     *
     * @throws IOException when the program has closed the descriptor, and nobody can be woken or told anything
     */
    void endSignals() throws IOException {
        Posix.shutdownReading(socket);
    }

    @Override
    public void close() throws IOException {
        streams.close();
        Posix.close(socket);
    }
}
