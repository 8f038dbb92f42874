// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host;

import java.io.File;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.graalvm.polyglot.Context;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.Size;

/** Says what a {@link PythonHost} is made of. */
public final class PythonHostBuilder {

    @Nullable
    SharedHeap heap;

    Size heapSize = Size.gib(1);
    int interpreters = 1;
    boolean chaos;
    UnaryOperator<Context.Builder> access = builder -> builder.allowAllAccess(true);
    private final Map<String, String> options = new HashMap<>();

    PythonHostBuilder() {}

    /** The heap to share; it stays the caller's to close. Without one the host has a private heap of its own. */
    public PythonHostBuilder heap(SharedHeap shared) {
        this.heap = shared;
        return this;
    }

    /** How many interpreters run at once, each on a thread of its own; 1 unless said otherwise. */
    public PythonHostBuilder interpreters(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("interpreters must be at least 1: count=" + count);
        }
        this.interpreters = count;
        return this;
    }

    /**
     * What Python code may do outside its interpreter; all access unless said otherwise. Python needs access to files
     * and polyglot access for the package {@code shared_objects}.
     */
    public PythonHostBuilder access(UnaryOperator<Context.Builder> grant) {
        this.access = grant;
        return this;
    }

    /** One of GraalPy's options, as {@code python.PythonPath}. */
    public PythonHostBuilder option(String name, String value) {
        options.put(name, value);
        return this;
    }

    /**
     * Runs every transaction of Python code once in vain before it is run for real: functions that do more than change
     * shared objects and compute are found by what they do twice. For tests.
     */
    public PythonHostBuilder chaos() {
        this.chaos = true;
        return this;
    }

    /** Starts the interpreters; returns before they are ready, calls wait for them. */
    public PythonHost build() {
        return new PythonHost(this);
    }

    Map<String, String> options() {
        Map<String, String> all = new HashMap<>(options);
        String packages = PythonPackage.folder().toString();
        all.merge("python.PythonPath", packages, (own, ours) -> own + File.pathSeparator + ours);
        return all;
    }
}
