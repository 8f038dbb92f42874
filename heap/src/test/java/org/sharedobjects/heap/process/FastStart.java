// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How other processes start in half the processor time: from a cache of loaded and linked classes that the build has made, which
 * wants the classes in the same jars that it was made from. Without it, as in an IDE, they start as usual.
 */
record FastStart(String classPath, List<String> options) {
    private static final String FOLDER = "org.sharedobjects.otherProcesses";

    static FastStart found() {
        String usual = System.getProperty("java.class.path");
        String folder = System.getProperty(FOLDER);
        if (folder == null || !Files.exists(Path.of(folder, "cache.aot"))) {
            return new FastStart(usual, List.of());
        }
        Stream<String> jars = Stream.of("test.jar", "main.jar")
                .map(name -> Path.of(folder, name).toString());
        Stream<String> libraries =
                Stream.of(usual.split(File.pathSeparator, -1)).filter(path -> path.endsWith(".jar"));
        String classPath = Stream.concat(jars, libraries).collect(Collectors.joining(File.pathSeparator));
        return new FastStart(classPath, List.of("-Xlog:disable", "-XX:AOTCache=" + Path.of(folder, "cache.aot")));
    }
}
