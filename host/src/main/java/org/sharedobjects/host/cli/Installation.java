// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.cli;

import java.nio.file.Path;

/** Where {@code pso} is installed, as its script tells. */
final class Installation {

    private Installation() {}

    static Path folder() {
        return Path.of(System.getProperty("pso.dist", "."));
    }

    /** The folder that holds the Python package shared_objects. */
    static String packages() {
        return folder().resolve("python").toString();
    }

    static String executable() {
        return System.getProperty("pso.executable", "pso");
    }

    /** Whether standard input is a terminal. */
    static boolean startedOnTerminal() {
        return Boolean.getBoolean("pso.terminal");
    }
}
