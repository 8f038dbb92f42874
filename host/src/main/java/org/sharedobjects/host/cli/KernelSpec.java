// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.host.json.Json;

/**
 * What Jupyter needs to know to start this pso.
 *
 * @param name the folder's
 * @param displayName what users see
 * @param heap the heap of its notebooks; null for a private one each
 */
record KernelSpec(String name, String displayName, @Nullable String heap) {

    static final String NAME = "pso";
    static final String DISPLAY_NAME = "Python (shared objects)";

    /** Writes it below Jupyter's folder {@code kernels}. */
    Path write(Path kernels) throws IOException {
        Path folder = Files.createDirectories(kernels.resolve(name));
        Path file = folder.resolve("kernel.json");
        Path made = Files.createTempFile(folder, "kernel", null);
        Files.writeString(made, text());
        Files.setPosixFilePermissions(made, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
        Files.move(made, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        return file;
    }

    private String text() {
        List<String> words = new ArrayList<>(List.of(Installation.executable(), "notebook", "kernel"));
        if (heap != null) {
            words.addAll(List.of("--heap", heap));
        }
        words.addAll(List.of("-f", "{connection_file}"));
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("argv", words);
        spec.put("display_name", displayName);
        spec.put("language", "python");
        spec.put("interrupt_mode", "message");
        spec.put("metadata", Map.of("debugger", false));
        return Json.of(spec) + "\n";
    }
}
