// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.kernel;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/** Commands that cells have started. */
final class ChildProcesses {

    private static final int SIGINT = 2;
    private static final MethodHandle GETPGID = handle("getpgid", JAVA_INT);
    private static final MethodHandle KILL = handle("kill", JAVA_INT, JAVA_INT);

    private ChildProcesses() {}

    private static MethodHandle handle(String name, java.lang.foreign.MemoryLayout... parameters) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name), FunctionDescriptor.of(JAVA_INT, parameters));
    }

    /** Interrupts them as Ctrl-C in a terminal does: those that have not left the kernel's process group. */
    static void interrupt() {
        int group = group(0);
        ProcessHandle.current().descendants().forEach(process -> {
            int id = (int) process.pid();
            if (group(id) == group) {
                interrupt(id);
            }
        });
    }

    private static int group(int process) {
        try {
            return (int) GETPGID.invokeExact(process);
        } catch (Throwable e) {
            throw new IllegalStateException("getpgid cannot be called", e);
        }
    }

    private static void interrupt(int process) {
        try {
            int _ = (int) KILL.invokeExact(process, SIGINT); // it may have ended meanwhile
        } catch (Throwable e) {
            throw new IllegalStateException("kill cannot be called", e);
        }
    }
}
