// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.sharedobjects.heap.SharedHeap;
import org.sharedobjects.heap.check.HeapReport;
import org.sharedobjects.heap.error.HeapAccessException;
import org.sharedobjects.heap.error.HeapException;
import org.sharedobjects.heap.error.HeapNotFoundException;
import org.sharedobjects.heap.layout.Superblock;
import org.sharedobjects.heap.memory.HeapFolder;
import org.sharedobjects.host.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pso heap}: what can be done with named heaps without starting Python. */
@Command(
        name = "heap",
        description = "Lists, measures, checks and removes named heaps.",
        subcommands = {HeapCommand.Ls.class, HeapStat.class, HeapGc.class, HeapCommand.Check.class, HeapCommand.Rm.class
        },
        mixinStandardHelpOptions = true)
final class HeapCommand {

    private HeapCommand() {}

    static int run(List<String> words) {
        var command = new picocli.CommandLine(new HeapCommand());
        command.setExecutionExceptionHandler((e, _, _) -> {
            System.err.println("pso: " + e.getMessage());
            return 1;
        });
        if (words.isEmpty()) {
            command.usage(System.err);
            return 2;
        }
        return command.execute(words.toArray(String[]::new));
    }

    private static List<Path> heaps() throws IOException {
        List<Path> heaps = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(HeapFolder.folder(), file -> isHeap(file))) {
            files.forEach(heaps::add);
        }
        heaps.sort(null);
        return heaps;
    }

    /** Tells by its first word, so that a damaged heap can be removed and any other file cannot. */
    private static boolean isHeap(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(Long.BYTES);
            return head.length == Long.BYTES
                    && ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getLong() == Superblock.MAGIC_VALUE;
        }
    }

    @Command(name = "ls", description = "Lists the named heaps of this user.", mixinStandardHelpOptions = true)
    static final class Ls implements Callable<Integer> {

        private static final long MIB = 1 << 20;

        @Option(names = "--json", description = "as JSON")
        boolean json;

        @Override
        public Integer call() throws IOException {
            PrintStream out = System.out;
            if (json) {
                List<Object> objects = new ArrayList<>();
                for (Path heap : heaps()) {
                    Map<String, Object> object = new LinkedHashMap<>();
                    object.put("name", name(heap));
                    object.put("bytes", Files.size(heap));
                    objects.add(object);
                }
                out.println(Json.of(objects));
                return 0;
            }
            for (Path heap : heaps()) {
                out.printf(Locale.ROOT, "%-30s %10.1f MiB%n", name(heap), (double) Files.size(heap) / MIB);
            }
            return 0;
        }

        private static String name(Path heap) {
            return heap.getFileName().toString();
        }
    }

    @Command(
            name = "check",
            description = {
                "Ends what killed processes have left in the middle, then looks whether all is as it should be.",
                "Prints one line of figures, or each problem on a line and ends with 1."
            },
            mixinStandardHelpOptions = true)
    static final class Check implements Callable<Integer> {

        @Parameters(paramLabel = "NAME|PATH")
        String name = "";

        @Override
        public Integer call() {
            Path file = HeapFolder.resolve(name);
            endWhatTheDeadHaveBegun(file);
            HeapReport report = SharedHeap.check(file);
            if (report.isSound()) {
                System.out.println("sound: " + report.figures());
                return 0;
            }
            report.problems().forEach(System.out::println);
            return 1;
        }

        /** As whoever opens the heap next would. */
        private static void endWhatTheDeadHaveBegun(Path file) {
            try {
                SharedHeap.builder().file(file).open().close();
            } catch (HeapException tooDamaged) {
                // The check says why.
            }
        }
    }

    @Command(
            name = "rm",
            description = "Removes heaps. A process that still uses one keeps it until it ends.",
            mixinStandardHelpOptions = true)
    static final class Rm implements Callable<Integer> {

        @Parameters(arity = "1..*", paramLabel = "NAME|PATH")
        List<String> names = List.of();

        @Override
        public Integer call() throws IOException {
            for (String name : names) {
                Path heap = HeapFolder.resolve(name);
                if (Files.exists(heap) && !isHeap(heap)) {
                    throw new HeapAccessException("not a heap: path=" + heap);
                }
                if (!Files.deleteIfExists(heap)) {
                    throw new HeapNotFoundException("no such heap: path=" + heap);
                }
            }
            return 0;
        }
    }
}
