// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.resident;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What programs leave behind in the process, told by comparing /proc/self with what it was before the first of them.
 * Only a process without traces may run another program.
 */
final class Traces {

    private static final Path PROCESS = Path.of("/proc/self");
    private static final long MAX_MIB = Integer.getInteger("pso.member.maxMib", 1024);
    private static final long KIB_PER_MIB = 1024;
    private static final String OPEN_FILES = "Max open files";
    /** Contains libffi, which keeps it open from the first callback on and maps it again for later ones. */
    private static final String NATIVE_CALLS = "/libtrufflenfi.so";
    /** For C extensions and libraries that are opened by name; no other interpreter of the process can have it. */
    private static final String EXTENSIONS = "/libpython-native.so";

    private static final int GROUP_AND_SESSION = 2;

    /** Threads of the JVM, of the compilers, of Truffle and of heaps come and go by themselves; "python" are prepared ones. */
    private static final Pattern OWN_THREAD = Pattern.compile(
            "python|python-actions.*|shared-objects-(answer|java-collection|visit)|signals|nfi-gc|VirtualThread.*|JVMCI.*|Truffle.*|C[12] .*|.*Cleaner.*"
                    + "|ForkJoinPool.*|process reaper.*|Attach Listener|Notification Thread|Signal Dispatcher|SIG\\w+ handler");

    private static final int FIRST_OWN_DESCRIPTOR = 3;

    private final String java = System.getProperty("java.home");
    private final Settling settling;
    private Map<Integer, String> descriptors = new HashMap<>();
    private Set<String> libraries = Set.of();
    private Set<Path> libraryFolders = Set.of();
    private Set<Long> threads = Set.of();
    private String signals = "";
    private String limits = "";
    private String place = "";
    private JavaDefaults defaults = JavaDefaults.now();

    /** Waits until nothing goes on in the background that could look like a trace. */
    @FunctionalInterface
    interface Settling {
        void await() throws InterruptedException;
    }

    Traces(Settling settling) {
        this.settling = settling;
    }

    /** What is there now is the member's own. */
    void remember() throws IOException, InterruptedException {
        settling.await();
        descriptors = openDescriptors();
        libraries = mappedLibraries();
        libraryFolders =
                libraries.stream().map(name -> Path.of(name, "..").normalize()).collect(Collectors.toSet());
        threads = Thread.getAllStackTraces().keySet().stream()
                .map(Thread::threadId)
                .collect(Collectors.toSet());
        signals = signals();
        limits = Files.readString(PROCESS.resolve("limits"));
        place = place();
        defaults = JavaDefaults.now();
    }

    /**
     * The trace that forbids to go on, null when there is none. May block while interpreters are being made.
     *
     * @param own a descriptor that was not there before and is no trace
     */
    @Nullable
    String leftBehind(int own) throws IOException, InterruptedException {
        defaults.restore();
        if (find(own, false) == null) {
            return null;
        }
        settling.await();
        return find(own, true);
    }

    /** @param settled otherwise an unknown file may be that of an interpreter which is just being made */
    private @Nullable String find(int own, boolean settled) throws IOException {
        if (Posix.hasChildren()) {
            return "a child process";
        }
        if (!signals().equals(signals)) {
            return "a signal handler";
        }
        if (!Files.readString(PROCESS.resolve("limits")).equals(limits)) {
            return "resource limits";
        }
        if (!place().equals(place)) {
            return "another user, group, session or chance of being killed";
        }
        String thread = thread();
        if (thread != null) {
            return thread;
        }
        String descriptor = descriptor(own, settled);
        return descriptor != null ? descriptor : library();
    }

    /** A thread of the program's: contexts are closed by now, so it cannot be ended. */
    private @Nullable String thread() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !threads.contains(thread.threadId()))
                .map(Thread::getName)
                .filter(name -> !OWN_THREAD.matcher(name).matches())
                .findFirst()
                .map(name -> "thread " + name)
                .orElse(null);
    }

    /** Files that were only not closed are closed here, as the end of a process does. */
    private @Nullable String descriptor(int own, boolean settled) throws IOException {
        Map<Integer, String> open = openDescriptors();
        open.remove(own);
        for (Map.Entry<Integer, String> entry : open.entrySet()) {
            int number = entry.getKey();
            String target = entry.getValue();
            if (target.endsWith(NATIVE_CALLS)) {
                descriptors.put(number, target);
            } else if (!target.equals(descriptors.get(number)) && !isJavas(target)) {
                if (!settled || descriptors.containsKey(number) || !isPlainFile(target)) {
                    return "descriptor " + target;
                }
                Posix.close(number);
            }
        }
        return descriptors.entrySet().stream()
                .filter(entry -> !open.containsKey(entry.getKey()) && !isSecondJar(entry.getValue(), open))
                .findFirst()
                .map(entry -> "a descriptor closed that was not its own: " + entry.getValue())
                .orElse(null);
    }

    private boolean isJavas(String target) {
        return isJar(target)
                || target.startsWith(java)
                || target.startsWith("/proc/")
                || target.startsWith("/sys/")
                || target.equals("/dev/random")
                || target.equals("/dev/urandom");
    }

    private static boolean isJar(String target) {
        return target.endsWith(".jar");
    }

    /** Java opens a jar once more for what it looks up in it, and closes that again at any time. */
    private static boolean isSecondJar(String target, Map<Integer, String> open) {
        return isJar(target) && open.containsValue(target);
    }

    private static boolean isPlainFile(String target) {
        return target.startsWith("/") && !target.startsWith("/dev/shm/") && !target.startsWith("/memfd:");
    }

    private @Nullable String library() throws IOException {
        for (String name : mappedLibraries()) {
            if (!libraries.contains(name)
                    && !name.startsWith(java)
                    && (name.endsWith(EXTENSIONS)
                            || !libraryFolders.contains(Path.of(name, "..").normalize()))) {
                return "library " + name;
            }
        }
        return null;
    }

    private static Map<Integer, String> openDescriptors() throws IOException {
        Map<Integer, String> open = new HashMap<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROCESS.resolve("fd"))) {
            for (Path entry : entries) {
                int number = Integer.parseInt(String.valueOf(entry.getFileName()));
                if (number >= FIRST_OWN_DESCRIPTOR) {
                    readLink(entry, number, open);
                }
            }
        }
        return open;
    }

    private static void readLink(Path entry, int number, Map<Integer, String> into) {
        try {
            String target = Files.readSymbolicLink(entry).toString();
            if (!target.matches("/proc/\\d+/fd")) {
                into.put(number, target);
            }
        } catch (IOException e) {
            // closed meanwhile
        }
    }

    private static Set<String> mappedLibraries() throws IOException {
        Set<String> names = new HashSet<>();
        try (Stream<String> lines = Files.lines(PROCESS.resolve("maps"))) {
            lines.filter(line -> line.contains(".so")).forEach(line -> {
                int path = line.indexOf('/');
                if (path >= 0) {
                    names.add(line.substring(path));
                }
            });
        }
        return names;
    }

    private static String signals() throws IOException {
        return statusLines("Sig");
    }

    private static String statusLines(String... prefixes) throws IOException {
        List<String> lines = Files.readAllLines(PROCESS.resolve("status"));
        return lines.stream()
                .filter(line -> Stream.of(prefixes).anyMatch(line::startsWith))
                .filter(line -> !line.startsWith("SigQ") && !line.startsWith("SigPnd"))
                .collect(Collectors.joining("\n"));
    }

    private static String place() throws IOException {
        String stat = Files.readString(PROCESS.resolve("stat"));
        List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
        return String.join(" ", fields.subList(GROUP_AND_SESSION, GROUP_AND_SESSION + 2))
                + statusLines("Uid", "Gid", "Groups")
                + Files.readString(PROCESS.resolve("oom_score_adj"));
    }

    /** Without the number of open files, which the JVM raises for itself. */
    private static String limits(String text) {
        return text.lines().filter(line -> !line.startsWith(OPEN_FILES)).collect(Collectors.joining("\n"));
    }

    boolean hasLimits(String text) {
        return limits(text).equals(limits(limits));
    }

    /** Whether the process keeps more memory than a member may. */
    boolean isTooLarge() throws IOException {
        String line = statusLines("VmRSS");
        return Long.parseLong(line.replaceAll("\\D", "")) > MAX_MIB * KIB_PER_MIB;
    }
}
