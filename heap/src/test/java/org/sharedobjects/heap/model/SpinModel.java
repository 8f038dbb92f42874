// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.model;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * One scenario in {@code src/spin} and the mutants that its first lines name.
 *
 * @param settled what the usual build need not explore again as long as the model is the same: mutants, and "" for the
 *     protocol as it is
 */
record SpinModel(Path file, List<String> mutants, Set<String> settled) {
    private static final Path FOLDER = Path.of("src/spin");
    private static final Pattern MUTANTS = Pattern.compile("^ \\* mutants: (.*)$", Pattern.MULTILINE);
    private static final Pattern SETTLED =
            Pattern.compile("^ \\* explored at length, checksum (\\w+):(.*)\n", Pattern.MULTILINE);
    private static final Pattern INCLUDE = Pattern.compile("^#include \"(.*)\"$", Pattern.MULTILINE);
    private static final String UNCHANGED = "PROTOCOL";
    private static final Pattern MUTANT_NAME = Pattern.compile("MUTANT_\\w+");
    private static final Pattern ERRORS = Pattern.compile("errors: (\\d+)");
    private static final long LIMIT_SECONDS = 300;

    static List<SpinModel> all() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".pml"))
                    .sorted()
                    .map(SpinModel::read)
                    .filter(model -> !model.mutants.isEmpty())
                    .toList();
        }
    }

    /** Every mutant that some file in the folder has code for. */
    static List<String> allSwitches() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(SpinModel::text)
                    .flatMap(text -> Pattern.compile("^#.*$", Pattern.MULTILINE)
                            .matcher(text)
                            .results())
                    .flatMap(line -> MUTANT_NAME.matcher(line.group()).results())
                    .map(found -> found.group())
                    .distinct()
                    .sorted()
                    .toList();
        }
    }

    static boolean toolsExist() {
        return onPath("spin") && onPath("gcc");
    }

    String name() {
        return file.getFileName().toString().replace(".pml", "");
    }

    /** Explores every interleaving; the switch is empty for the protocol as it is. */
    boolean holds(String mutant) throws IOException, InterruptedException {
        Path work = Files.createTempDirectory("spin");
        try {
            copyModelsTo(work);
            List<String> generate = new ArrayList<>(List.of("spin", "-a"));
            if (!mutant.isEmpty()) {
                generate.add("-D" + mutant);
            }
            generate.add(file.getFileName().toString());
            run(work, generate);
            String effort = mutant.isEmpty() ? "-O1" : "-O0";
            run(work, List.of("gcc", effort, "-w", "-DSAFETY", "-DMEMLIM=3000", "-o", "pan", "pan.c"));
            String output = run(work, List.of("./pan", "-m100000"));
            if (output.contains("Search not completed") && output.contains("errors: 0")) {
                throw new IOException("search not completed: model=" + name() + " mutant=" + mutant + "\n" + output);
            }
            Matcher errors = ERRORS.matcher(output);
            if (!errors.find()) {
                throw new IOException("no verdict: model=" + name() + " mutant=" + mutant + "\n" + output);
            }
            return errors.group(1).equals("0");
        } finally {
            delete(work);
        }
    }

    private static SpinModel read(Path file) {
        List<String> mutants = MUTANTS.matcher(text(file))
                .results()
                .flatMap(line -> MUTANT_NAME.matcher(line.group(1)).results())
                .map(found -> found.group())
                .toList();
        return new SpinModel(file, mutants, settled(file));
    }

    private static Set<String> settled(Path file) {
        Matcher line = SETTLED.matcher(text(file));
        if (!line.find() || !line.group(1).equals(checksum(file))) {
            return Set.of();
        }
        return Stream.of(line.group(2).trim().split(" ", -1))
                .map(name -> name.equals(UNCHANGED) ? "" : name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Of the file without the line that has it, and of all that it includes. */
    private static String checksum(Path file) {
        CRC32 sum = new CRC32();
        addTo(sum, file);
        return Long.toHexString(sum.getValue());
    }

    private static void addTo(CRC32 sum, Path file) {
        String text = SETTLED.matcher(text(file)).replaceAll("");
        sum.update(text.getBytes(StandardCharsets.UTF_8));
        INCLUDE.matcher(text).results().forEach(found -> addTo(sum, FOLDER.resolve(found.group(1))));
    }

    /** Null, or what is wrong with the line that says what was explored. */
    @Nullable
    String staleness() {
        Matcher line = SETTLED.matcher(text(file));
        boolean isRight = !line.find() || line.group(1).equals(checksum(file));
        return isRight ? null : name() + " has checksum " + checksum(file);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copyModelsTo(Path work) throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path source : files.toList()) {
                Files.copy(source, work.resolve(source.getFileName().toString()));
            }
        }
    }

    private static String run(Path folder, List<String> command) throws IOException, InterruptedException {
        File output = folder.resolve("output").toFile();
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new IOException("time limit passed: command=" + command + " seconds=" + LIMIT_SECONDS);
        }
        return Files.readString(output.toPath());
    }

    private static boolean onPath(String tool) {
        String path = System.getenv("PATH");
        return path != null
                && Stream.of(path.split(File.pathSeparator, -1))
                        .anyMatch(folder -> new File(folder, tool).canExecute());
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
