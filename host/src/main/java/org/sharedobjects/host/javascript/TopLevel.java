// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.javascript;

import java.util.List;

/**
 * Cells of a notebook are scripts that share their global names, and are run again: what a cell declares on its top level by
 * {@code let}, {@code const} or {@code class} becomes a {@code var}, which may be declared any number of times. All else, and
 * the lines, stay as they are.
 */
final class TopLevel {

    private final String code;
    private final List<Token> tokens;
    private final StringBuilder rewritten = new StringBuilder();
    private int copied;

    private TopLevel(String code) {
        this.code = code;
        tokens = new Scanner(code).tokens();
    }

    /** The script to run for a cell. */
    static String rewritten(String code) {
        return new TopLevel(code).run();
    }

    private String run() {
        for (int i = 0; i + 1 < tokens.size(); i++) {
            if (tokens.get(i).depth() == 0 && (i == 0 || tokens.get(i - 1).endsStatement())) {
                statement(i);
            }
        }
        return copyTo(code.length()).toString();
    }

    private StringBuilder copyTo(int end) {
        rewritten.append(code, copied, end);
        copied = end;
        return rewritten;
    }

    private void statement(int first) {
        Token word = tokens.get(first);
        Token next = tokens.get(first + 1);
        if (word.is("const") || (word.is("let") && beginsBinding(next))) {
            copyTo(word.start()).append("var").append(" ".repeat(word.text().length() - "var".length()));
            copied = word.end();
        } else if (word.is("class") && isName(next)) {
            copyTo(word.start()).append("var ").append(next.text()).append(" = ");
            endClass(first);
        }
    }

    /** A variable may be named let: then something else follows. */
    private static boolean beginsBinding(Token token) {
        return isName(token) || token.is("[") || token.is("{");
    }

    private static boolean isName(Token token) {
        return token.kind() == Token.Kind.NAME && !Token.isOperator(token.text());
    }

    /** Behind a declaration of a class a statement begins in any case, behind an expression not. */
    private void endClass(int first) {
        boolean inBody = false;
        int bodies = 0; // to come: it may extend a class that is made there
        for (Token token : tokens.subList(first, tokens.size())) {
            if (token.depth() > 0) {
                continue;
            }
            if (inBody && --bodies == 0) {
                copyTo(token.end()).append(';');
                return;
            }
            bodies += token.is("class") ? 1 : 0;
            inBody = !inBody && token.is("{");
        }
    }
}
