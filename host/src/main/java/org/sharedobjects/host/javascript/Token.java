// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.javascript;

import java.util.Set;

/**
 * A token of JavaScript.
 *
 * @param depth how many brackets it is in; those it opens or closes itself do not count
 * @param endsOperand whether {@code /} divides behind it
 * @param inFunction whether it belongs to a function, and not to the cell itself
 * @param inNewLine whether it is the first of its line
 */
record Token(
        Kind kind,
        String text,
        int start,
        int end,
        int depth,
        boolean endsOperand,
        boolean inFunction,
        boolean inNewLine) {

    /** Keywords after which an expression begins or goes on. */
    private static final Set<String> OPERATORS = Set.of(
            "await",
            "case",
            "default",
            "delete",
            "do",
            "else",
            "extends",
            "in",
            "instanceof",
            "new",
            "of",
            "return",
            "throw",
            "typeof",
            "void",
            "yield");

    /** Those among them that go on with an expression. */
    private static final Set<String> BETWEEN_OPERANDS = Set.of("in", "instanceof", "of");

    enum Kind {
        NAME,
        /** A number, string, template or regular expression, a property's name behind its point, the end of an object. */
        OPERAND,
        PUNCTUATOR
    }

    static boolean isOperator(String word) {
        return OPERATORS.contains(word);
    }

    static boolean joins(String word) {
        return BETWEEN_OPERANDS.contains(word);
    }

    boolean is(String other) {
        return kind != Kind.OPERAND && text.equals(other);
    }

    boolean isName() {
        return kind == Kind.NAME && !isOperator(text);
    }

    /** Whether a statement may begin behind it; perhaps in a new line only. */
    boolean endsStatement() {
        return endsOperand || is(";") || is("}");
    }
}
