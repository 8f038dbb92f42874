// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PythonPackageTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private Path source(String text) throws IOException {
        Path source = Files.createDirectories(folder.resolve("jar/shared_objects"));
        Files.writeString(source.resolve("__init__.py"), text);
        return folder.resolve("jar");
    }

    @Test
    void shouldUnpackOnceWhenSeveralStartAtOnce() throws IOException, InterruptedException, ExecutionException {
        Path source = source("x = 1");
        Path cache = Files.createDirectory(folder.resolve("cache"));
        Callable<Path> unpack = () -> PythonPackage.unpacked(source, cache);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Path>> all = threads.invokeAll(List.of(unpack, unpack, unpack, unpack));
            for (Future<Path> one : all) {
                assertEquals("x = 1", Files.readString(one.get().resolve("shared_objects/__init__.py")));
            }
        }
        try (var left = Files.list(cache)) {
            assertEquals(1, left.count());
        }
    }

    @Test
    void shouldUnpackAgainWhenTheContentIsAnother() throws IOException {
        Path cache = Files.createDirectory(folder.resolve("cache"));
        Path first = PythonPackage.unpacked(source("x = 1"), cache);
        assertNotEquals(first, PythonPackage.unpacked(source("x = 2"), cache));
    }
}
