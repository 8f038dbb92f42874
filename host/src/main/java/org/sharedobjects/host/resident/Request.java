// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.resident;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a launcher asks for. Texts are bytes of the caller, read as Latin-1, unless said otherwise.
 *
 * @param kind {@code run}, {@code look}: see whether you are still wanted, or {@code leave}: you are not
 * @param identity of the installation the launcher belongs to, decoded
 * @param limits the caller's resource limits, as in /proc/PID/limits
 * @param arguments what follows {@code pso}, decoded
 * @param environment the caller's, each as {@code NAME=value}
 */
record Request(
        String kind,
        String identity,
        String limits,
        String folder,
        int umask,
        List<String> arguments,
        List<String> environment) {

    private static final int OCTAL = 8;

    /** @throws IllegalArgumentException for bytes that no launcher sends */
    static Request parse(byte[] body) {
        ByteBuffer fields = ByteBuffer.wrap(body).order(ByteOrder.nativeOrder());
        try {
            return new Request(
                    field(fields),
                    decoded(field(fields)),
                    field(fields),
                    field(fields),
                    Integer.parseInt(field(fields), OCTAL),
                    terminated(field(fields)).stream().map(Request::decoded).toList(),
                    terminated(field(fields)));
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("the request is cut short", e);
        }
    }

    boolean isRun() {
        return kind.equals("run");
    }

    boolean isLeave() {
        return kind.equals("leave");
    }

    /** The environment as Java's {@code System.getenv} would have given it. */
    Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>();
        for (String entry : environment) {
            int equals = entry.indexOf('=', 1);
            if (equals > 0) {
                variables.put(decoded(entry.substring(0, equals)), decoded(entry.substring(equals + 1)));
            }
        }
        return variables;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static String decoded(String text) {
        return new String(bytes(text), StandardCharsets.UTF_8);
    }

    private static String field(ByteBuffer fields) {
        int length = fields.getInt();
        if (length < 0 || length > fields.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        fields.get(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** Every text of the list ends with NUL, the last one too. */
    private static List<String> terminated(String texts) {
        List<String> list = new ArrayList<>();
        int from = 0;
        for (int end = texts.indexOf('\0'); end >= 0; end = texts.indexOf('\0', from)) {
            list.add(texts.substring(from, end));
            from = end + 1;
        }
        return List.copyOf(list);
    }
}
