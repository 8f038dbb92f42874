// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.cli;

import java.util.Locale;

/** Where the Python program comes from. */
enum ProgramKind {
    FILE,
    COMMAND,
    MODULE,
    STDIN,
    INTERACTIVE;

    /** The name launch.py knows it by. */
    String pythonName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
