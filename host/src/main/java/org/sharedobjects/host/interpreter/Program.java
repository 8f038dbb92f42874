// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.interpreter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Python program to start.
 *
 * @param kind what launch.py calls it: file, command, module, stdin or interactive
 * @param target the path, command or module
 * @param banner what an interactive console says first
 * @param inspect whether to ask for input after the program's end
 */
public record Program(String kind, String target, List<String> arguments, String banner, boolean inspect) {

    public boolean isInteractive() {
        return inspect || kind.equals("interactive");
    }

    /** The script that workers import again to find the program's functions; null when there is none. */
    @Nullable
    String script() {
        return kind.equals("file") ? target : null;
    }
}
