// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.kernel;

import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.host.json.Json;
import org.sharedobjects.host.json.JsonReader;
import org.sharedobjects.host.json.RawJson;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/** Speaks to a kernel as a notebook's page does. */
final class Page implements AutoCloseable {
    private static final int PORTS = 5;
    private static final int FIRST_PORT = 20_000;
    private static final int FIRST_EPHEMERAL_PORT = 32_768;

    private static final int LIMIT_MILLIS = 120_000;

    /** When something failed to come, the kernel is stuck or lost it: other tests need not wait as long to fail. */
    private static final int LATER_LIMIT_MILLIS = 2_000;

    private static final String KEY = "a0436f6c-1916-498b-8eb9-e81ab9368e84";

    private final ConnectionFile file;
    private final Signature signature = new Signature(KEY);
    private final ZContext context = new ZContext();
    private final ZMQ.Socket iopub = context.createSocket(SocketType.SUB);
    private final Map<String, ZMQ.Socket> sockets = new LinkedHashMap<>();

    /** A message that came, whose parent is one of ours. */
    record Received(String type, String id, String parent, Map<String, @Nullable Object> content) {
        String text(String name) {
            return String.valueOf(content.get(name));
        }
    }

    /** What came of a cell: the reply and, in order, what everybody was told until the kernel was idle. */
    record Run(Map<String, @Nullable Object> reply, List<Received> told) {

        String status() {
            return String.valueOf(reply.get("status"));
        }

        /** All that was written to a standard stream. */
        String stream(String name) {
            StringBuilder text = new StringBuilder();
            told.stream()
                    .filter(each ->
                            each.type().equals("stream") && each.text("name").equals(name))
                    .forEach(each -> text.append(each.text("text")));
            return text.toString();
        }

        /** The only message of a type. */
        Map<String, @Nullable Object> only(String type) {
            List<Received> found =
                    told.stream().filter(each -> each.type().equals(type)).toList();
            if (found.size() != 1) {
                throw new AssertionError("not one " + type + ": " + told);
            }
            return found.getFirst().content();
        }

        String result() {
            return data(only("execute_result"), "text/plain");
        }

        static String data(Map<String, @Nullable Object> content, String mime) {
            return content.get("data") instanceof Map<?, ?> data ? String.valueOf(data.get(mime)) : "";
        }
    }

    Page() throws IOException {
        int[] ports = freePorts();
        file = new ConnectionFile("127.0.0.1", ports[0], ports[1], ports[2], ports[3], ports[4], KEY);
    }

    /** Below those that systems give to who asks for any, which may be taken again before the kernel listens. */
    private static int[] freePorts() throws IOException {
        int[] ports = new int[PORTS];
        List<ServerSocket> taken = new ArrayList<>();
        try {
            while (taken.size() < ports.length) {
                int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, FIRST_EPHEMERAL_PORT);
                try {
                    taken.add(new ServerSocket(port));
                    ports[taken.size() - 1] = port;
                } catch (BindException inUse) {
                    // Another one, then.
                }
            }
            return ports;
        } finally {
            for (ServerSocket socket : taken) {
                socket.close();
            }
        }
    }

    ConnectionFile file() {
        return file;
    }

    void connect() throws InterruptedException {
        iopub.subscribe(new byte[0]);
        iopub.setReceiveTimeOut(LIMIT_MILLIS);
        iopub.setRcvHWM(0);
        iopub.connect(file.address(file.iopub()));
        byte[] identity = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
        Map<String, Integer> ports = Map.of(
                "shell", file.shell(), "control", file.control(), "stdin", file.stdin(), "heartbeat", file.heartbeat());
        ports.forEach((name, port) -> {
            ZMQ.Socket socket = context.createSocket(name.equals("heartbeat") ? SocketType.REQ : SocketType.DEALER);
            socket.setIdentity(identity);
            socket.setReceiveTimeOut(LIMIT_MILLIS);
            socket.connect(file.address(port));
            sockets.put(name, socket);
        });
        awaitSubscription();
    }

    /** A subscription takes a moment to arrive; until then the page is told nothing. */
    private void awaitSubscription() throws InterruptedException {
        iopub.setReceiveTimeOut(100);
        do {
            ask("control", "kernel_info_request", Map.of());
        } while (iopub.recv(ZMQ.DONTWAIT) == null && waitFor(10));
        while (iopub.recv() != null) {
            // what the kernel says about those
        }
        iopub.setReceiveTimeOut(LIMIT_MILLIS);
    }

    private static boolean waitFor(long millis) throws InterruptedException {
        Thread.sleep(millis);
        return true;
    }

    String beat(String text) {
        socket("heartbeat").send(text);
        return socket("heartbeat").recvStr();
    }

    /** Sends a message; gives its id. */
    String send(String channel, String type, Object content) {
        String id = UUID.randomUUID().toString();
        sendParts(channel, parts(id, type, content, "{}"), signature);
        return id;
    }

    /** Sends the same message twice. */
    void sendTwice(String channel, String type, Object content) {
        List<byte[]> parts = parts(UUID.randomUUID().toString(), type, content, "{}");
        sendParts(channel, parts, signature);
        sendParts(channel, parts, signature);
    }

    /** Answers a question. */
    void answer(Received question, String value) {
        String parent = Json.of(Map.of("msg_id", question.id()));
        sendParts(
                "stdin", parts(UUID.randomUUID().toString(), "input_reply", Map.of("value", value), parent), signature);
    }

    /** Sends a message signed with another key. */
    void sendForged(String channel, String type, Object content) {
        sendParts(channel, parts(UUID.randomUUID().toString(), type, content, "{}"), new Signature("another"));
    }

    private static List<byte[]> parts(String id, String type, Object content, String parent) {
        Map<String, Object> header = Map.of("msg_id", id, "msg_type", type, "session", "page", "version", "5.3");
        List<byte[]> parts = new ArrayList<>();
        for (String part : List.of(Json.of(header), parent, "{}", Json.of(content))) {
            parts.add(part.getBytes(StandardCharsets.UTF_8));
        }
        return parts;
    }

    private void sendParts(String channel, List<byte[]> parts, Signature by) {
        ZMQ.Socket socket = socket(channel);
        socket.sendMore("<IDS|MSG>");
        socket.sendMore(by.of(parts));
        parts.subList(0, 3).forEach(socket::sendMore);
        socket.send(parts.getLast());
    }

    Received receive(String channel) {
        ZMQ.Socket socket = channel.equals("iopub") ? iopub : socket(channel);
        byte[] first = socket.recv();
        if (first == null) {
            iopub.setReceiveTimeOut(LATER_LIMIT_MILLIS);
            sockets.values().forEach(each -> each.setReceiveTimeOut(LATER_LIMIT_MILLIS));
            throw new AssertionError("nothing came: channel=" + channel);
        }
        List<byte[]> frames = new ArrayList<>(List.of(first));
        while (socket.hasReceiveMore()) {
            frames.add(socket.recv());
        }
        List<byte[]> parts = frames.subList(frames.size() - 4, frames.size());
        if (!signature.isRight(frames.get(frames.size() - 5), parts)) {
            throw new AssertionError("the kernel's signature is wrong");
        }
        return new Received(
                String.valueOf(map(parts.get(0)).get("msg_type")),
                String.valueOf(map(parts.get(0)).get("msg_id")),
                String.valueOf(map(parts.get(1)).get("msg_id")),
                map(parts.get(3)));
    }

    private static Map<String, @Nullable Object> map(byte[] json) {
        return JsonReader.readMap(new String(json, StandardCharsets.UTF_8));
    }

    Map<String, @Nullable Object> ask(String channel, String type, Object content) {
        return reply(channel, send(channel, type, content));
    }

    Map<String, @Nullable Object> reply(String channel, String id) {
        Received received = receive(channel);
        while (!received.parent().equals(id)) {
            received = receive(channel);
        }
        return received.content();
    }

    Run run(String code) {
        return run(code, Map.of());
    }

    Run run(String code, Map<String, Object> more) {
        return collect(execute(code, more));
    }

    String execute(String code, Map<String, Object> more) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("code", code);
        content.put("silent", false);
        content.put("allow_stdin", true);
        content.put("user_expressions", new RawJson("{}"));
        content.putAll(more);
        return send("shell", "execute_request", content);
    }

    /** Waits for the end of a request. */
    Run collect(String id) {
        List<Received> told = new ArrayList<>();
        while (true) {
            Received next = receive("iopub");
            if (next.parent().equals(id)) {
                if (next.type().equals("status") && next.text("execution_state").equals("idle")) {
                    return new Run(reply("shell", id), told);
                }
                told.add(next);
            }
        }
    }

    /** Waits until a message of this type belongs to the request. */
    void await(String id, String type) {
        Received next = receive("iopub");
        while (!next.parent().equals(id) || !next.type().equals(type)) {
            next = receive("iopub");
        }
    }

    private ZMQ.Socket socket(String name) {
        ZMQ.Socket socket = sockets.get(name);
        if (socket == null) {
            throw new AssertionError("no such channel: " + name);
        }
        return socket;
    }

    @Override
    public void close() {
        context.close();
    }
}
