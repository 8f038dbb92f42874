// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far each thread of a process had come when none of them was running. If it is the same at two moments, the process has
 * executed nothing from the end of the first look to the beginning of the second: a thread that has run meanwhile has
 * been given the processor, and taken it from, which the kernel counts. Linux only ({@code /proc}, proc(5)).
 */
public record Standstill(Map<String, String> threads) {
    private static final Path PROC = Path.of("/proc");
    /** Of {@code status}; the counts say how often the thread has stopped running. */
    private static final String STATE = "State:";

    private static final String SWITCHES = "ctxt_switches:";
    private static final String RUNNING = "R";

    /** Number of the namespace that the pids of this process belong to; 0 if the system does not say, or speaks of another one. */
    static long namespace() {
        try {
            String self = Files.readSymbolicLink(PROC.resolve("self")).toString();
            if (Long.parseLong(self) != ProcessHandle.current().pid()) {
                return 0;
            }
            String name = Files.readSymbolicLink(PROC.resolve("self/ns/pid")).toString();
            return Long.parseLong(name.substring(name.indexOf('[') + 1, name.indexOf(']')));
        } catch (IOException | RuntimeException e) {
            return 0;
        }
    }

    /** Null when some thread runs, or that cannot be told. The pid is one of this process' {@link #namespace}. */
    static @Nullable Standstill of(long pid) {
        Path tasks = PROC.resolve(pid + "/task");
        try {
            SortedMap<String, String> threads = new TreeMap<>();
            for (Path task : list(tasks)) {
                String activity = activity(task);
                if (activity == null) {
                    return null;
                }
                threads.put(String.valueOf(task.getFileName()), activity);
            }
            // A thread that was looked at late may have started one that was not listed.
            boolean all = !threads.isEmpty() && list(tasks).size() == threads.size();
            return all ? new Standstill(threads) : null;
        } catch (IOException | UncheckedIOException | DirectoryIteratorException gone) {
            return null;
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(entries::add);
        }
        return entries;
    }

    private static @Nullable String activity(Path task) throws IOException {
        StringBuilder activity = new StringBuilder();
        for (String line : Files.readAllLines(task.resolve("status"), StandardCharsets.ISO_8859_1)) {
            // The name of a thread may be cut within a character, so this is not read as UTF-8.
            if (line.startsWith(STATE) && line.substring(STATE.length()).strip().startsWith(RUNNING)) {
                return null;
            }
            if (line.contains(SWITCHES)) {
                activity.append(line).append('\n');
            }
        }
        return activity.isEmpty() ? null : activity.append(runTime(task)).toString();
    }

    /** Not all kernels have it. */
    private static String runTime(Path task) throws IOException {
        Path file = task.resolve("schedstat");
        return Files.exists(file) ? Files.readString(file) : "";
    }
}
