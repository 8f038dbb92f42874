// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.interpreter;

import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.sharedobjects.truffle.SlotStatics;

/** One engine and the contexts made on it. Options a language declares per engine go to the engine by themselves. */
public final class Contexts implements ContextFactory, AutoCloseable {

    private static final String INTERPRETER = "shared_objects.Interpreter";
    private static final Set<String> ENGINE_OPTIONS =
            Set.of("python.PosixModuleBackend", "python.StandardStreamEncoding");

    private final Engine engine;
    private final Map<String, String> options = new HashMap<>();
    private final UnaryOperator<Context.Builder> access;

    /**
     * @param options Python's own, named as GraalPy names them
     * @param access what programs may do outside their interpreter
     */
    public Contexts(Map<String, String> options, UnaryOperator<Context.Builder> access) {
        Map<String, String> engineOptions = new HashMap<>();
        engineOptions.put("engine.WarnInterpreterOnly", "false");
        this.options.put("python.WarnExperimentalFeatures", "false");
        options.forEach(
                (name, value) -> (ENGINE_OPTIONS.contains(name) ? engineOptions : this.options).put(name, value));
        this.access = access;
        SlotStatics.load();
        this.engine = Engine.newBuilder()
                .allowExperimentalOptions(true)
                .options(engineOptions)
                .logHandler(OutputStream.nullOutputStream())
                .build();
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
        return !engine.getImplementationName().equals("Interpreted");
    }

    @Override
    public void close() {
        engine.close();
    }
}
