// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.kernel;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.host.json.Json;
import org.sharedobjects.host.json.JsonReader;
import org.sharedobjects.host.json.RawJson;
import org.zeromq.ZMQ;

/**
 * Messages as frames, signed. What is not signed rightly, has come before, or is no message, is dropped with a line on standard
 * error. Thread-safe.
 */
final class Wire {

    static final String VERSION = "5.3";

    /** The parent of what answers nobody. */
    static final RawJson NOBODY = new RawJson("{}");

    private static final byte[] DELIMITER = "<IDS|MSG>".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NO_METADATA = "{}".getBytes(StandardCharsets.US_ASCII);
    private static final int PARTS = 4;

    private final Signature signature;
    private final String session = UUID.randomUUID().toString();
    private final AtomicLong sent = new AtomicLong();

    Wire(Signature signature) {
        this.signature = signature;
    }

    /**
     * Sends a message; the socket must be the calling thread's own.
     *
     * @return its id
     */
    String send(ZMQ.Socket socket, List<byte[]> ids, String type, Object content, RawJson parent) {
        String id = session + "_" + sent.incrementAndGet();
        List<byte[]> parts =
                List.of(bytes(Json.of(header(id, type))), bytes(parent.text()), NO_METADATA, bytes(Json.of(content)));
        ids.forEach(socket::sendMore);
        socket.sendMore(DELIMITER);
        socket.sendMore(signature.of(parts));
        parts.subList(0, PARTS - 1).forEach(socket::sendMore);
        socket.send(parts.getLast());
        return id;
    }

    /**
     * The message that begins with this frame, whose others are waiting.
     *
     * @return null when it is none
     */
    @Nullable
    Message receive(ZMQ.Socket socket, byte[] first) {
        List<byte[]> frames = new ArrayList<>(List.of(first));
        while (socket.hasReceiveMore()) {
            frames.add(socket.recv());
        }
        try {
            return message(frames);
        } catch (IllegalArgumentException e) {
            System.err.println("pso: a message was ignored: " + e.getMessage());
            return null;
        }
    }

    private Message message(List<byte[]> frames) {
        int delimiter = 0;
        while (delimiter < frames.size() && !Arrays.equals(frames.get(delimiter), DELIMITER)) {
            delimiter++;
        }
        if (frames.size() < delimiter + 2 + PARTS) {
            throw new IllegalArgumentException("it has too few parts");
        }
        List<byte[]> parts = frames.subList(delimiter + 2, delimiter + 2 + PARTS);
        if (!signature.isRight(frames.get(delimiter + 1), parts)) {
            throw new IllegalArgumentException("its signature is wrong");
        }
        if (signature.hasCome(frames.get(delimiter + 1))) {
            throw new IllegalArgumentException("it has come before");
        }
        String header = text(parts.getFirst());
        Object type = JsonReader.readMap(header).get("msg_type");
        return new Message(
                List.copyOf(frames.subList(0, delimiter)),
                String.valueOf(type),
                new RawJson(header),
                JsonReader.readMap(text(parts.get(1))).get("msg_id") instanceof String parent ? parent : null,
                JsonReader.readMap(text(parts.getLast())));
    }

    private Map<String, Object> header(String id, String type) {
        Map<String, Object> header = new LinkedHashMap<>();
        header.put("msg_id", id);
        header.put("msg_type", type);
        header.put("username", "kernel");
        header.put("session", session);
        header.put("date", Instant.now().truncatedTo(ChronoUnit.MICROS).toString());
        header.put("version", VERSION);
        return header;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
