// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.host.json.JsonReader;

/**
 * Where a kernel is to listen, as Jupyter tells it in a file.
 *
 * @param key that signs messages; empty: messages are not signed
 */
public record ConnectionFile(String ip, int shell, int iopub, int stdin, int control, int heartbeat, String key) {

    private static final String SCHEME = "hmac-sha256";

    /**
     * Reads what Jupyter has written.
     *
     * @throws IllegalArgumentException for a file that says something else
     */
    public static ConnectionFile read(Path file) throws IOException {
        Map<String, @Nullable Object> said = JsonReader.readMap(Files.readString(file));
        require(said, "transport", "tcp");
        String key = text(said, "key");
        if (!key.isEmpty()) {
            require(said, "signature_scheme", SCHEME);
        }
        return new ConnectionFile(
                text(said, "ip"),
                port(said, "shell_port"),
                port(said, "iopub_port"),
                port(said, "stdin_port"),
                port(said, "control_port"),
                port(said, "hb_port"),
                key);
    }

    String address(int port) {
        return "tcp://" + ip + ":" + port;
    }

    private static void require(Map<String, @Nullable Object> said, String name, String value) {
        if (!value.equals(said.get(name))) {
            throw new IllegalArgumentException(
                    "connection file: " + name + " must be " + value + ": " + name + "=" + said.get(name));
        }
    }

    private static String text(Map<String, @Nullable Object> said, String name) {
        if (said.get(name) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("connection file: no " + name);
    }

    private static int port(Map<String, @Nullable Object> said, String name) {
        if (said.get(name) instanceof Long port && port > 0 && port < 65536) {
            return port.intValue();
        }
        throw new IllegalArgumentException("connection file: no port: " + name + "=" + said.get(name));
    }
}
