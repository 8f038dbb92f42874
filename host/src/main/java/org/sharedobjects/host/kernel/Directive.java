// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.kernel;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a cell is to run, as its first line says.
 *
 * @param count the number given
 * @param heap the name of the heap to go on with
 * @param size of that heap when it is made
 * @param code what is to run, its lines where they were
 * @param mistake what is wrong with the line; null when it is all right
 */
record Directive(
        Kind kind,
        int count,
        @Nullable String heap,
        @Nullable String size,
        String code,
        @Nullable String mistake) {

    private static final Pattern LINE =
            Pattern.compile("(\\s*)(%%interp|%%parallel|%heap)(?![\\w%])[ \\t]*([^\\n]*)(.*)", Pattern.DOTALL);
    private static final Pattern COUNT = Pattern.compile("[1-9][0-9]{0,3}");

    enum Kind {
        HERE,
        INTERP,
        PARALLEL,
        HEAP
    }

    static Directive of(String code) {
        Matcher line = LINE.matcher(code);
        if (!line.matches()) {
            return here(code, null);
        }
        String arguments = line.group(3).strip();
        String rest = line.group(1) + line.group(4);
        return switch (line.group(2)) {
            case "%heap" -> arguments.isEmpty() ? here(code, null) : heap(arguments, rest);
            case "%%interp" -> counted(Kind.INTERP, arguments, rest, "%%interp N: the number of the interpreter");
            default -> counted(Kind.PARALLEL, arguments, rest, "%%parallel N: how many interpreters");
        };
    }

    private static Directive here(String code, @Nullable String mistake) {
        return new Directive(Kind.HERE, 0, null, null, code, mistake);
    }

    private static Directive counted(Kind kind, String arguments, String rest, String usage) {
        return COUNT.matcher(arguments).matches()
                ? new Directive(kind, Integer.parseInt(arguments), null, null, rest, null)
                : here(rest, usage + ", from 1 to 9999: " + arguments);
    }

    private static Directive heap(String arguments, String rest) {
        String[] words = arguments.split("\\s+", -1);
        return words.length > 2
                ? here(rest, "%heap NAME [SIZE]: " + arguments)
                : new Directive(Kind.HEAP, 0, words[0], words.length > 1 ? words[1] : null, rest, null);
    }
}
