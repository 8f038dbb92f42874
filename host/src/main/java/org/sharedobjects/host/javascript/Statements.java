// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.javascript;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;

/** Where the statements among a cell's tokens begin, and which names its declarations bind. */
final class Statements {

    private static final Token NOTHING = new Token(Token.Kind.PUNCTUATOR, "", 0, 0, -1, false, false, false);

    /** What begins statements that are no expressions, or goes on with them. */
    private static final Set<String> KEYWORDS = Set.of(
            "break",
            "case",
            "catch",
            "class",
            "const",
            "continue",
            "debugger",
            "default",
            "do",
            "else",
            "finally",
            "for",
            "function",
            "if",
            "import",
            "let",
            "return",
            "switch",
            "throw",
            "try",
            "var",
            "while",
            "with");

    /** What goes on with an expression, be it in a new line. */
    private static final String GOES_ON = "([.,)]}?:=+-*/%&|^<>`";

    private static final String NEEDS_NEW_LINE = "([/+-`";

    private final List<Token> tokens;

    Statements(List<Token> tokens) {
        this.tokens = tokens;
    }

    int count() {
        return tokens.size();
    }

    /** A token without text behind the end and before the beginning. */
    Token at(int index) {
        return index >= 0 && index < tokens.size() ? tokens.get(index) : NOTHING;
    }

    /** Whether a declaration may begin with this token. */
    boolean mayDeclare(int index) {
        return index == 0 || at(index - 1).endsStatement();
    }

    /** The expression that the cell ends with. */
    OptionalInt lastExpression() {
        for (int i = tokens.size() - 1; i >= 0; i--) {
            if (at(i).depth() == 0 && !at(i).is(";") && begins(i)) {
                return isExpression(i) ? OptionalInt.of(i) : OptionalInt.empty();
            }
        }
        return OptionalInt.empty();
    }

    private boolean isExpression(int index) {
        Token first = at(index);
        boolean declares = first.is("async") && at(index + 1).is("function");
        boolean labels = first.isName() && at(index + 1).is(":");
        return !declares && !labels && !first.is("{") && !(first.kind() == Token.Kind.NAME && isKeyword(first));
    }

    private static boolean isKeyword(Token token) {
        return KEYWORDS.contains(token.text());
    }

    private boolean begins(int index) {
        Token token = at(index);
        Token before = at(index - 1);
        if (index == 0 || before.is(";")) {
            return true;
        }
        if (before.is("}")) {
            return !goesOn(index) || (token.inNewLine() && startsWithAny(token, NEEDS_NEW_LINE));
        }
        return before.endsOperand() && token.inNewLine() && (!goesOn(index) || token.is("++") || token.is("--"));
    }

    private boolean goesOn(int index) {
        Token token = at(index);
        boolean differs = token.is("!") && at(index + 1).is("=");
        return differs
                || (token.kind() == Token.Kind.NAME && Token.joins(token.text()))
                || (token.kind() == Token.Kind.PUNCTUATOR && startsWithAny(token, GOES_ON))
                || token.text().startsWith("`");
    }

    private static boolean startsWithAny(Token token, String characters) {
        return characters.indexOf(token.text().charAt(0)) >= 0;
    }

    /**
     * The names that a declaration binds.
     *
     * @param first what follows the keyword
     * @param unset told of each that is given no value
     */
    List<String> declared(int first, Consumer<Token> unset) {
        List<String> names = new ArrayList<>();
        int depth = at(first).depth();
        int i = first;
        do {
            int behind = binding(i, names);
            if (at(i).isName() && !at(behind).is("=")) {
                unset.accept(at(i));
            }
            i = endOfValue(behind, depth) + 1;
        } while (at(i - 1).is(","));
        return names;
    }

    /** The comma behind a value, or what ends the declaration. */
    private int endOfValue(int from, int depth) {
        int i = from;
        while (at(i).depth() > depth || (at(i).depth() == depth && !at(i).is(",") && !at(i).is(";") && !begins(i))) {
            i++;
        }
        return i;
    }

    /** Takes the names of a binding; gives what is behind it. */
    private int binding(int first, List<String> names) {
        Token token = at(first);
        if (token.is("[") || token.is("{")) {
            return pattern(first, names);
        }
        names.add(token.text());
        return first + 1;
    }

    private int pattern(int opening, List<String> names) {
        int depth = at(opening).depth();
        int i = opening + 1;
        while (at(i).depth() > depth) {
            if (at(i).is(",") || at(i).is(Scanner.SPREAD)) {
                i++;
            } else {
                int behind = at(opening).is("{") ? property(i, names) : binding(i, names);
                i = endOfDefault(behind, depth + 1);
            }
        }
        return i + 1;
    }

    private int property(int key, List<String> names) {
        int behind = key + 1;
        if (at(key).is("[")) {
            while (at(behind).depth() > at(key).depth()) {
                behind++;
            }
            behind++;
        }
        if (at(behind).is(":")) {
            return binding(behind + 1, names);
        }
        names.add(at(key).text());
        return behind;
    }

    private int endOfDefault(int from, int depth) {
        int i = from;
        while (at(i).depth() > depth || (at(i).depth() == depth && !at(i).is(","))) {
            i++;
        }
        return i;
    }
}
