// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.cli;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.host.interpreter.Caller;

/**
 * What surrounds a command line.
 *
 * @param folder against which relative paths are resolved
 * @param terminal whether standard input is a terminal
 * @param caller for whom the process runs the program, null for itself
 */
record Invocation(
        Map<String, String> environment,
        Path folder,
        boolean terminal,
        @Nullable Caller caller) {

    static Invocation ofProcess() {
        return new Invocation(System.getenv(), Path.of(""), Installation.startedOnTerminal(), null);
    }

    /** A name stays a name, a path becomes one that means the same everywhere. */
    String heapName(String nameOrPath) {
        return nameOrPath.contains("/") ? folder.resolve(nameOrPath).toString() : nameOrPath;
    }
}
