// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.host.interpreter.Contexts;
import org.sharedobjects.host.interpreter.Interpreter;
import org.sharedobjects.host.interpreter.InterpreterPool;
import org.sharedobjects.host.output.SharedOutput;

/**
 * Python interpreters inside a Java program, all over one shared heap. Thread-safe: calls take an idle interpreter, or
 * wait for one.
 *
 * <pre>{@code
 * try (var heap = SharedHeap.openPrivate(Size.mib(256));
 *         var host = PythonHost.builder().heap(heap).interpreters(4).build()) {
 *     host.run(Path.of("rules.py"), List.of("--strict"));
 *     Object price = host.eval("rules.price('tea')");
 * }
 * }</pre>
 *
 * <p>Whatever Python code lets out arrives as {@link PythonException}. Results are plain Java values (null, Boolean,
 * Long, BigInteger, Double, String, byte[], List, Map, Set; containers are copies) or views of shared objects, which
 * stay valid until the heap is closed.
 */
public final class PythonHost implements AutoCloseable {

    private final Contexts contexts;
    private final @Nullable SharedHeap ownHeap;
    private final InterpreterPool pool;
    private final List<PythonInterpreter> interpreters;
    private final IdleInterpreters idle;
    private final Set<Path> scripts = ConcurrentHashMap.newKeySet();

    PythonHost(PythonHostBuilder builder) {
        ownHeap = builder.heap == null ? SharedHeap.openPrivate(builder.heapSize) : null;
        SharedHeap heap = ownHeap != null ? ownHeap : Objects.requireNonNull(builder.heap);
        contexts = new Contexts(builder.options(), builder.access);
        pool = new InterpreterPool(contexts, heap, new SharedOutput(System.out), new SharedOutput(System.err));
        pool.setChaos(builder.chaos);
        List<Interpreter> started = pool.startRun(builder.interpreters, null);
        interpreters = IntStream.range(0, started.size())
                .mapToObj(i -> new PythonInterpreter(i, started.get(i), heap, scripts))
                .toList();
        idle = new IdleInterpreters(interpreters);
    }

    public static PythonHostBuilder builder() {
        return new PythonHostBuilder();
    }

    /**
     * Runs a script as {@code __main__} to its end. From then on its folder is on every interpreter's {@code sys.path},
     * and the module is known to {@link #eval} by the file's name.
     *
     * @throws PythonException also for {@code sys.exit} with anything but 0
     */
    public void run(Path script, List<String> arguments) {
        Path absolute = script.toAbsolutePath().normalize();
        call(interpreter -> interpreter.run(absolute, arguments));
        scripts.add(absolute);
    }

    /**
     * Evaluates an expression, or runs statements, in an interpreter's {@code __main__}.
     *
     * @return the expression's value; null for statements
     */
    public @Nullable Object eval(String code) {
        return this.<@Nullable Object>call(interpreter -> interpreter.evalPlain(code));
    }

    /** As {@link #eval}, without waiting. */
    public CompletableFuture<@Nullable Object> submit(String code) {
        return idle.<@Nullable Object>call(interpreter -> interpreter.evalPlain(code));
    }

    /** One of the interpreters, from 0; also while it is busy. */
    public PythonInterpreter interpreter(int index) {
        return interpreters.get(index);
    }

    public int interpreters() {
        return interpreters.size();
    }

    /** Raises KeyboardInterrupt in everything the host is running. */
    public void interrupt() {
        pool.interruptAll();
    }

    /** Waits for what is running and for workers that Python code has spawned, then ends all interpreters. */
    @Override
    public void close() {
        try {
            pool.close(interpreters.stream().map(PythonInterpreter::interpreter).toList());
        } finally {
            contexts.close();
            if (ownHeap != null) {
                ownHeap.close();
            }
        }
    }

    private <T extends @Nullable Object> T call(Function<PythonInterpreter, CompletableFuture<T>> task) {
        PythonInterpreter current = idle.current();
        return Futures.await(current == null ? idle.call(task) : task.apply(current), this::interrupt);
    }
}
