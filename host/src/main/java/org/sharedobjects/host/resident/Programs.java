// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.resident;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.host.interpreter.Caller;

/** What a member does for its callers. */
public interface Programs extends AutoCloseable {

    /**
     * A program as its caller would have it.
     *
     * @param words what follows {@code pso}
     * @param terminal whether the caller's standard input is a terminal
     */
    record Call(List<String> words, Map<String, String> environment, Path folder, boolean terminal, Caller caller) {}

    /** Why these words cannot be run here exactly as in a process of their own; null when they can. */
    @Nullable
    String refusal(List<String> words, Map<String, String> environment);

    /** Runs a program to its end, with everything a process does before it ends; gives the exit status. */
    int run(Call call);

    /** Gets ready for the next program; returns at once. */
    void prepare();

    /** Has code made that the next program may want and that is gone; returns at once. */
    void compileLoops();

    /** Leaves the machine to the running program. */
    void pausePreparing();

    /** Blocks until nothing is being prepared. */
    void awaitPrepared() throws InterruptedException;

    /** Whether nothing is being prepared. */
    boolean isQuiet();

    /** Number of interpreters that are ready. */
    int prepared();

    /** What this installation is, for people. */
    String version();

    @Override
    void close();
}
