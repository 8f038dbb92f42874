// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.host.interpreter.Interpreter;

/** One interpreter of a {@link PythonHost}. Thread-safe: its code runs on its own thread, one call after another. */
public final class PythonInterpreter {

    private final int index;
    private final Interpreter interpreter;
    private final SharedHeap heap;
    private final Collection<Path> scripts;
    private @Nullable Embedded embedded;

    PythonInterpreter(int index, Interpreter interpreter, SharedHeap heap, Collection<Path> scripts) {
        this.index = index;
        this.interpreter = interpreter;
        this.heap = heap;
        this.scripts = scripts;
    }

    /** Its number in the host, from 0. */
    public int index() {
        return index;
    }

    /**
     * Evaluates an expression, or runs statements, in the interpreter's {@code __main__}; waits for calls that came
     * before.
     *
     * @return a value of this interpreter, valid until the host is closed; Python's None for statements
     * @throws PythonException for whatever the code lets out
     */
    public Value eval(String code) {
        return Futures.await(call(python -> python.evaluate(code, modules())), this::interrupt);
    }

    /** Raises KeyboardInterrupt in what the interpreter is running now. */
    public void interrupt() {
        interpreter.interrupt();
    }

    CompletableFuture<@Nullable Object> evalPlain(String code) {
        return this.<@Nullable Object>call(python -> python.evaluatePlain(code, modules()));
    }

    CompletableFuture<Boolean> run(Path script, List<String> arguments) {
        return call(python -> {
            python.run(script, arguments);
            return true;
        });
    }

    Interpreter interpreter() {
        return interpreter;
    }

    boolean isCurrent() {
        return interpreter.isCurrentThread();
    }

    private <T extends @Nullable Object> CompletableFuture<T> call(Function<Embedded, T> task) {
        return interpreter.submit(context -> {
            Embedded python = embedded;
            if (python == null) {
                embedded = python = new Embedded(context, heap);
            }
            python.addFolders(scripts.stream().map(Path::getParent).toList());
            return task.apply(python);
        });
    }

    /** The scripts that have been run are modules for everybody who evaluates code. */
    private List<String> modules() {
        return scripts.stream().map(PythonInterpreter::moduleName).toList();
    }

    private static String moduleName(Path script) {
        String name = String.valueOf(script.getFileName());
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }
}
