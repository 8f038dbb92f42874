// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.SharedHeap;

/** embed.py in one interpreter; used on its thread only. */
final class Embedded {

    private static final Source SOURCE = read();

    private final Value python;
    private final PlainValues values;

    Embedded(Context context, SharedHeap heap) {
        python = context.eval(SOURCE);
        values = new PlainValues(python, heap);
    }

    Value evaluate(String code, Collection<String> modules) {
        return guarded(() -> python.invokeMember("evaluate", code, modules.toArray()));
    }

    @Nullable
    Object evaluatePlain(String code, Collection<String> modules) {
        Value value = evaluate(code, modules);
        return guarded(() -> values.plain(value));
    }

    void addFolders(Collection<Path> folders) {
        folders.forEach(folder -> guarded(() -> python.invokeMember("add_folder", folder.toString())));
    }

    void run(Path script, List<String> arguments) {
        guarded(() -> python.invokeMember("run", script.toString(), arguments.toArray()));
    }

    private <T extends @Nullable Object> T guarded(Supplier<T> call) {
        try {
            return call.get();
        } catch (PolyglotException e) {
            throw translated(e);
        }
    }

    private RuntimeException translated(PolyglotException e) {
        Value error = e.getGuestObject();
        if (e.isCancelled() || e.isInternalError() || error == null || !error.isException()) {
            String text = String.valueOf(e.getMessage());
            return new PythonException("SystemError", text, "SystemError: " + text, e.isInternalError() ? e : null);
        }
        Value told = python.invokeMember("describe", error);
        return new PythonException(
                told.getArrayElement(0).asString(),
                told.getArrayElement(1).asString(),
                told.getArrayElement(2).asString(),
                null);
    }

    private static Source read() {
        try (InputStream in = Objects.requireNonNull(Embedded.class.getResourceAsStream("embed.py"))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Source.newBuilder("python", text, "<embed>").internal(true).build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
