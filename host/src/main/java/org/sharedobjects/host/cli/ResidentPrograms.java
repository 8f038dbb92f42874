// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.cli;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.host.interpreter.Contexts;
import org.sharedobjects.host.interpreter.Launcher;
import org.sharedobjects.host.interpreter.PreparedInterpreters;
import org.sharedobjects.host.resident.Member;
import org.sharedobjects.host.resident.Programs;
import org.sharedobjects.host.signals.InterruptSignal;
import picocli.CommandLine.ParameterException;

/** Runs callers' programs in interpreters that were prepared with the options of a plain {@code pso script.py}. */
final class ResidentPrograms implements Programs {

    private static final int IDLE_INTERPRETERS = Integer.getInteger("pso.member.interpreters", 4);

    /** Variables that the JVM, the C library or a context reads when it starts, by name or by how the name begins. */
    private static final Set<String> READ_AT_START = Set.of(
            "TZ",
            "LANG",
            "LANGUAGE",
            "HOME",
            "VIRTUAL_ENV",
            "PYTHONHOME",
            "PYTHONUSERBASE",
            "PYTHONPLATLIBDIR",
            "XDG_CACHE_HOME",
            "_JAVA_OPTIONS");

    private static final List<String> READ_AT_START_PREFIXES =
            List.of("LC_", "LD_", "JAVA_TOOL_", "JDK_", "GRAAL", "MALLOC_", "GLIBC_", "PSO_");
    private static final Set<String> READ_BY_LAUNCHER = Set.of(
            "PSO_BUILD", "PSO_RESIDENT", "PSO_DECLINED", "PSO_FAST_START", "PSO_IDLE_MINUTES", "PSO_RUNTIME_DIR");

    private final Map<String, String> options;
    private final Contexts contexts;
    private final PreparedInterpreters prepared;

    private ResidentPrograms() {
        options =
                new ProgramRun(new RunOptions(), CommandLine.split(List.of()), Invocation.ofProcess()).graalPyOptions();
        contexts = new Contexts(options, builder -> builder.allowAllAccess(true));
        prepared = new PreparedInterpreters(contexts, Launcher::warmUpFully);
    }

    /** Serves until nobody wants it any more. */
    static int serve(List<String> words) {
        InterruptSignal.installDefaults();
        try (ResidentPrograms programs = new ResidentPrograms()) {
            return new Member(words, programs).serve();
        }
    }

    @Override
    public @Nullable String refusal(List<String> words, Map<String, String> environment) {
        String variable = differing(environment);
        if (variable != null) {
            return "another value of " + variable;
        }
        try {
            ProgramRun run = programRun(words, new Invocation(environment, java.nio.file.Path.of("/"), false, null));
            return run.graalPyOptions().equals(options) ? null : "other options";
        } catch (UsageException | ParameterException e) {
            return "a wrong command line";
        }
    }

    private static @Nullable String differing(Map<String, String> environment) {
        Map<String, String> own = System.getenv();
        Set<String> names = new TreeSet<>(own.keySet());
        names.addAll(environment.keySet());
        return names.stream()
                .filter(ResidentPrograms::isReadAtStart)
                .filter(name -> !own.getOrDefault(name, "").equals(environment.getOrDefault(name, "")))
                .findFirst()
                .orElse(null);
    }

    private static boolean isReadAtStart(String name) {
        return READ_AT_START.contains(name)
                || (READ_AT_START_PREFIXES.stream().anyMatch(name::startsWith) && !READ_BY_LAUNCHER.contains(name));
    }

    @Override
    public int run(Call call) {
        Invocation invocation = new Invocation(call.environment(), call.folder(), call.terminal(), call.caller());
        try {
            return Main.reported(() -> programRun(call.words(), invocation).runIn(contexts, prepared));
        } finally {
            compileLoops();
        }
    }

    @Override
    public void compileLoops() {
        contexts.compileLoops();
    }

    private static ProgramRun programRun(List<String> words, Invocation invocation) {
        boolean verb = !words.isEmpty() && words.getFirst().equals("run");
        CommandLine line = CommandLine.split(verb ? words.subList(1, words.size()) : words);
        return new ProgramRun(RunOptions.parse(line), line, invocation);
    }

    @Override
    public void prepare() {
        prepared.keep(IDLE_INTERPRETERS);
        prepared.resume();
    }

    @Override
    public void pausePreparing() {
        prepared.pause();
    }

    @Override
    public void awaitPrepared() throws InterruptedException {
        prepared.awaitQuiet();
    }

    @Override
    public boolean isQuiet() {
        return prepared.isQuiet();
    }

    @Override
    public int prepared() {
        return prepared.ready();
    }

    @Override
    public String version() {
        return Version.text();
    }

    @Override
    public void close() {
        prepared.close();
        contexts.close();
    }
}
