// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.truffle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.Size;

/** Some interpreters on one engine and one private heap, each with the classes of prelude.py. */
final class TestInterpreters implements AutoCloseable {
    private final SharedHeap heap = SharedHeap.openPrivate(Size.mib(256));
    private final Engine engine;
    private final List<Context> contexts = new ArrayList<>();

    TestInterpreters(int count) {
        SlotStatics.load();
        engine = Engine.newBuilder()
                .option("engine.WarnInterpreterOnly", "false")
                .build();
        for (int i = 0; i < count; i++) {
            String id = getClass().getName() + System.identityHashCode(this) + "." + i;
            Interpreters.register(id, heap, new Services(i, count));
            Context context = Context.newBuilder()
                    .engine(engine)
                    .allowAllAccess(true)
                    .option("shared_objects.Interpreter", id)
                    .build();
            contexts.add(context);
            context.eval(source("prelude.py"));
        }
    }

    SharedHeap heap() {
        return heap;
    }

    Value eval(int interpreter, String code) {
        return contexts.get(interpreter).eval("python", code);
    }

    /** Runs a Python file of the tests and gives its globals. */
    Value run(int interpreter, String file) {
        Context context = contexts.get(interpreter);
        context.eval(source(file));
        return context.getBindings("python");
    }

    static Source source(String file) {
        return Source.newBuilder("python", text(file), file).buildLiteral();
    }

    static String text(String file) {
        try (InputStream in = Objects.requireNonNull(TestInterpreters.class.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        contexts.forEach(context -> context.close(true));
        engine.close();
        heap.close();
    }

    private record Services(int index, int count) implements InterpreterServices {
        @Override
        public void visit(Runnable visit) {}

        @Override
        public boolean chaos() {
            return false;
        }

        @Override
        public long id() {
            return index + 1L;
        }

        @Override
        public @Nullable String mainScript() {
            return null;
        }

        @Override
        public long spawn(long jobRef, boolean daemon) {
            throw new IllegalStateException("no workers in these tests");
        }

        @Override
        public boolean join(long workerId, long timeoutNanos) throws InterruptedException {
            Thread.sleep(timeoutNanos < 0 ? Long.MAX_VALUE : timeoutNanos / 1_000_000);
            return false;
        }

        @Override
        public void cancel(long workerId) {}

        @Override
        public boolean barrier(long timeoutNanos) {
            return true;
        }
    }
}
