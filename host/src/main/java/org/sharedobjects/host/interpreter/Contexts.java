// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.interpreter;

import com.oracle.graal.python.builtins.PythonBuiltinClassType;
import com.oracle.truffle.api.Truffle;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.UnaryOperator;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.truffle.SlotStatics;

/** One engine and the contexts made on it. Options a language declares per engine go to the engine by themselves. */
public final class Contexts implements ContextFactory, AutoCloseable {

    private static final String INTERPRETER = "shared_objects.Interpreter";
    private static final String INTERPRETED = "Interpreted";
    /** Of the polyglot API: where the engine logs to, for those who want to see what is compiled. */
    private static final String LOG_FILE = "polyglot.log.file";

    private static final Set<String> ENGINE_OPTIONS =
            Set.of("python.PosixModuleBackend", "python.StandardStreamEncoding");

    private static final FutureTask<@Nullable Void> PRELOADING = new FutureTask<>(Contexts::loadClasses, null);

    private final Engine engine;
    private final Map<String, String> options = new HashMap<>();
    private final UnaryOperator<Context.Builder> access;

    /**
     * @param options Python's own, named as GraalPy names them
     * @param access what programs may do outside their interpreter
     */
    public Contexts(Map<String, String> options, UnaryOperator<Context.Builder> access) {
        Map<String, String> engineOptions = new HashMap<>(compilerOptions());
        engineOptions.put("engine.WarnInterpreterOnly", "false");
        // GraalPy has no bz2 in Java, and ends the program where that is used.
        engineOptions.put("python.CompressionModulesBackend", "native");
        this.options.put("python.WarnExperimentalFeatures", "false");
        options.forEach(
                (name, value) -> (ENGINE_OPTIONS.contains(name) ? engineOptions : this.options).put(name, value));
        this.access = access;
        awaitClasses();
        Engine.Builder builder =
                Engine.newBuilder().allowExperimentalOptions(true).options(engineOptions);
        if (System.getProperty(LOG_FILE) == null) {
            builder.logHandler(OutputStream.nullOutputStream());
        }
        this.engine = builder.build();
    }

    /**
     * Starts to load, in the background, the classes that the first engine needs. They initialize one another, so nobody
     * else may begin with an engine meanwhile: constructors wait for the end of it.
     */
    public static void preload() {
        Thread.ofPlatform().daemon().name("preloading").start(PRELOADING);
    }

    private static void awaitClasses() {
        PRELOADING.run();
        try {
            PRELOADING.get();
        } catch (ExecutionException e) {
            throw new LinkageError("GraalPy cannot be loaded", e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while classes were loaded", e);
        }
    }

    private static void loadClasses() {
        SlotStatics.load();
        if (!isInterpretedOnly()) {
            HotLoops.listen();
        }
        PythonBuiltinClassType.PythonObject.getName();
    }

    /**
     * Splitting, of no measured use to Python, makes GraalPy's {@code re} compile without end; functions called a few
     * times while Python starts are not worth waking the compiler for; a loop that goes on is, and its code serves the
     * next program too. In a resident host each program may throw it away once.
     */
    private static Map<String, String> compilerOptions() {
        return isInterpretedOnly()
                ? Map.of()
                : Map.of(
                        "engine.Splitting", "false",
                        "engine.FirstTierMinInvokeThreshold", "1000",
                        "engine.OSRCompilationThreshold", "10000",
                        "engine.OSRMaxCompilationReAttempts", "300");
    }

    /** Before there is an engine; classes that have to do with the compiler cannot be loaded then. */
    private static boolean isInterpretedOnly() {
        return Truffle.getRuntime().getName().equals(INTERPRETED);
    }

    @Override
    public Context create(String interpreterId, OutputStream out, OutputStream err) {
        Context.Builder builder = Context.newBuilder()
                .engine(engine)
                .allowExperimentalOptions(true)
                .options(options)
                .option(INTERPRETER, interpreterId)
                .out(out)
                .err(err);
        return access.apply(builder).build();
    }

    /** Whether Python code is compiled to machine code. */
    public boolean hasCompiler() {
        return !engine.getImplementationName().equals(INTERPRETED);
    }

    /** Gets loops of a program that has ended ready for the next one, in the background. */
    public void compileLoops() {
        if (hasCompiler()) {
            HotLoops.compileLeft();
        }
    }

    @Override
    public void close() {
        engine.close();
    }
}
