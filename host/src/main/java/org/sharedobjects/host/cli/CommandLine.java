// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A command line cut where Python cuts it: options up to the script, {@code -c}, {@code -m} or {@code -}; all after it
 * belongs to the program, untouched. {@code kind} is STDIN with an empty target when nothing names a program.
 */
record CommandLine(List<String> options, ProgramKind kind, String target, List<String> arguments) {

    static CommandLine split(List<String> words) {
        return new Cutter(words).cut();
    }

    private static final class Cutter {
        private static final String SHORT_OPTIONS_WITH_VALUE = "nWX";
        private static final List<String> LONG_OPTIONS_WITH_VALUE =
                List.of("--heap", "--size", "--jit", "--check-hash-based-pycs");

        private final Deque<String> words;
        private final List<String> options = new ArrayList<>();

        Cutter(List<String> words) {
            this.words = new ArrayDeque<>(words);
        }

        CommandLine cut() {
            while (!words.isEmpty()) {
                String word = words.pop();
                if (word.equals("-")) {
                    return program(ProgramKind.STDIN, word);
                }
                if (word.equals("--")) {
                    break;
                }
                if (!word.startsWith("-")) {
                    return program(ProgramKind.FILE, word);
                }
                CommandLine found = word.startsWith("--") ? longOption(word) : shortOptions(word);
                if (found != null) {
                    return found;
                }
            }
            return words.isEmpty() ? program(ProgramKind.STDIN, "") : program(ProgramKind.FILE, words.pop());
        }

        private @Nullable CommandLine longOption(String word) {
            options.add(word);
            if (LONG_OPTIONS_WITH_VALUE.contains(word) && !words.isEmpty()) {
                options.add(words.pop());
            }
            return null;
        }

        private @Nullable CommandLine shortOptions(String word) {
            for (int i = 1; i < word.length(); i++) {
                char letter = word.charAt(i);
                String rest = word.substring(i + 1);
                if (letter == 'c' || letter == 'm') {
                    return program(letter == 'c' ? ProgramKind.COMMAND : ProgramKind.MODULE, text(letter, rest));
                }
                options.add("-" + letter);
                if (SHORT_OPTIONS_WITH_VALUE.indexOf(letter) >= 0) {
                    if (!rest.isEmpty() || !words.isEmpty()) {
                        options.add(rest.isEmpty() ? words.pop() : rest);
                    }
                    return null;
                }
            }
            return null;
        }

        private String text(char letter, String rest) {
            if (rest.isEmpty() && words.isEmpty()) {
                throw new UsageException("Argument expected for the -" + letter + " option");
            }
            return rest.isEmpty() ? words.pop() : rest;
        }

        private CommandLine program(ProgramKind kind, String target) {
            return new CommandLine(options, kind, target, List.copyOf(words));
        }
    }
}
