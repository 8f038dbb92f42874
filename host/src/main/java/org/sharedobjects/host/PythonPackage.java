// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where Python finds the package {@code shared_objects}: in place if it lies in a folder; from a jar it is unpacked
 * once into a cache folder of the user, named by its content.
 */
final class PythonPackage {

    private static final String FOLDER = "org/sharedobjects/python";
    private static final String MARKER = FOLDER + "/shared_objects/py.typed";
    private static final int NAME_DIGITS = 16;

    private PythonPackage() {}

    /** The folder to put on {@code sys.path}. */
    static Path folder() {
        String installed = System.getProperty("pso.dist");
        if (installed != null) {
            return Path.of(installed, "python");
        }
        URL marker = PythonPackage.class.getClassLoader().getResource(MARKER);
        if (marker == null) {
            throw new IllegalStateException("the jar with the Python package is not on the class path: " + MARKER);
        }
        try {
            return marker.getProtocol().equals("file")
                    ? Path.of(marker.toURI()).resolve("../..").normalize()
                    : unpacked(marker.toURI());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path unpacked(URI inJar) throws IOException {
        URI jar = URI.create(
                inJar.toString().substring(0, inJar.toString().indexOf("!/")).substring("jar:".length()));
        try (FileSystem files = FileSystems.newFileSystem(Path.of(jar), Map.of())) {
            return unpacked(files.getPath(FOLDER), cache());
        }
    }

    /** Made under another name and renamed when it is whole, so two starts at once do not disturb each other. */
    static Path unpacked(Path source, Path cache) throws IOException {
        Path target = cache.resolve(contentHash(source));
        if (Files.isDirectory(target)) {
            return target;
        }
        Path making = Files.createTempDirectory(cache, ".unpacking-");
        copy(source, making);
        try {
            Files.move(making, target);
        } catch (IOException e) {
            if (!Files.isDirectory(target)) {
                throw e;
            }
            remove(making);
        }
        return target;
    }

    private static Path cache() throws IOException {
        String chosen = System.getenv("XDG_CACHE_HOME");
        Path caches = chosen != null && !chosen.isEmpty()
                ? Path.of(chosen)
                : Path.of(System.getProperty("user.home"), ".cache");
        Path folder = caches.resolve("python-shared-objects");
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            return Files.createTempDirectory("python-shared-objects");
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static String contentHash(Path source) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path file : files(source)) {
                digest.update(source.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
                try (InputStream in = Files.newInputStream(file)) {
                    digest.update(in.readAllBytes());
                }
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, NAME_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void copy(Path source, Path target) throws IOException {
        for (Path file : files(source)) {
            Path copy = target.resolve(source.relativize(file).toString());
            Files.createDirectories(copy.resolve("..").normalize());
            Files.copy(file, copy);
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
