// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.interpreter;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;

/** The Python side of starting a program, launch.py. */
final class Launcher {

    private static final Source SOURCE = read();

    private Launcher() {}

    /**
     * Connects the interpreter's standard streams.
     *
     * @return launch.py's function {@code launch}
     */
    static Value prepare(Context context, Lines out, Lines err, boolean severalPrograms, boolean readsStdin) {
        return context.eval(SOURCE)
                .execute(new OutputFunction(out), new OutputFunction(err), severalPrograms, readsStdin);
    }

    private static Source read() {
        try (InputStream in = Objects.requireNonNull(Launcher.class.getResourceAsStream("launch.py"))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Source.newBuilder("python", text, "<pso>").internal(true).build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
