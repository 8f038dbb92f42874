// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.process;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.memory.Segment;

/** Main program that joins a heap, shows its owner in a word of it, and stays until it is killed or told to leave. */
final class Participant {
    /** A word that the heap does not use: the owner, until the test puts {@link #LEAVE} there. */
    static final long OWNER = Superblock.ROOT + 64;

    static final long LEAVE = -1;

    private Participant() {}

    /** Path of the heap, and perhaps a command for the shell, which inherits whatever this process lets it inherit. */
    public static void main(String[] arguments) throws Throwable {
        try (Segment segment = Segment.open(Path.of(arguments[0]))) {
            ProcessTable table = new ProcessTable(segment);
            table.join();
            if (arguments.length > 1) {
                shell(arguments[1]);
            }
            Memory memory = segment.memory();
            memory.putRelease(OWNER, table.owner());
            while (memory.getAcquire(OWNER) != LEAVE) {
                Thread.sleep(1);
            }
            table.leave();
        }
    }

    /** By the C library, since Java's processes close all descriptors themselves. */
    private static void shell(String command) throws Throwable {
        Linker linker = Linker.nativeLinker();
        var system = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("system"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
        try (Arena arena = Arena.ofConfined()) {
            int ignored = (int) system.invokeExact(arena.allocateFrom(command));
        }
    }
}
