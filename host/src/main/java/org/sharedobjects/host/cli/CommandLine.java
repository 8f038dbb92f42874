// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * A command line cut where Python cuts it: options up to the script, {@code -c}, {@code -m} or {@code -}; all after it
 * belongs to the program, untouched. {@code kind} is STDIN when nothing names a program.
 */
record CommandLine(List<String> options, ProgramKind kind, String target, List<String> arguments) {

    private static final String SHORT_OPTIONS_WITH_VALUE = "nWX";
    private static final List<String> LONG_OPTIONS_WITH_VALUE =
            List.of("--heap", "--size", "--jit", "--check-hash-based-pycs");

    static CommandLine split(List<String> words) {
        List<String> options = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("-")) {
                return new CommandLine(options, ProgramKind.STDIN, "-", rest(words, i + 1));
            }
            if (word.equals("--")) {
                i++;
                word = i < words.size() ? words.get(i) : "";
            }
            if (!word.startsWith("-") || word.isEmpty()) {
                return i < words.size()
                        ? new CommandLine(options, ProgramKind.FILE, word, rest(words, i + 1))
                        : nothingNamed(options);
            }
            if (word.startsWith("--")) {
                options.add(word);
                if (LONG_OPTIONS_WITH_VALUE.contains(word) && i + 1 < words.size()) {
                    options.add(words.get(++i));
                }
                continue;
            }
            for (int j = 1; j < word.length(); j++) {
                char letter = word.charAt(j);
                String value = word.substring(j + 1);
                if (letter == 'c' || letter == 'm') {
                    return program(options, letter, value, words, i + 1);
                }
                options.add("-" + letter);
                if (SHORT_OPTIONS_WITH_VALUE.indexOf(letter) >= 0) {
                    if (!value.isEmpty()) {
                        options.add(value);
                    } else if (i + 1 < words.size()) {
                        options.add(words.get(++i));
                    }
                    break;
                }
            }
        }
        return nothingNamed(options);
    }

    private static CommandLine program(List<String> options, char letter, String value, List<String> words, int next) {
        ProgramKind kind = letter == 'c' ? ProgramKind.COMMAND : ProgramKind.MODULE;
        if (!value.isEmpty()) {
            return new CommandLine(options, kind, value, rest(words, next));
        }
        if (next >= words.size()) {
            throw new UsageException("Argument expected for the -" + letter + " option");
        }
        return new CommandLine(options, kind, words.get(next), rest(words, next + 1));
    }

    private static CommandLine nothingNamed(List<String> options) {
        return new CommandLine(options, ProgramKind.STDIN, "", List.of());
    }

    private static List<String> rest(List<String> words, int from) {
        return List.copyOf(words.subList(Math.min(from, words.size()), words.size()));
    }
}
