// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.javascript;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Cells of a notebook are scripts that share their global names, and are run again: what a cell declares on its top level by
 * {@code let}, {@code const} or {@code class} becomes a {@code var}, which may be declared any number of times. A cell that awaits
 * becomes an async function, whose declarations are assignments to global names, and which returns its last expression. All else, and the
 * lines, stay as they are.
 */
final class TopLevel {

    private static final String UNSET = " = undefined";

    private final String code;
    private final Statements statements;
    private final boolean awaits;
    private final Set<String> names = new LinkedHashSet<>();
    private final StringBuilder functions = new StringBuilder();
    private final StringBuilder rewritten = new StringBuilder();
    private int copied;

    TopLevel(String code) {
        this.code = code;
        List<Token> tokens = new Scanner(code).tokens();
        statements = new Statements(tokens);
        awaits = tokens.stream().anyMatch(token -> token.is("await") && !token.inFunction());
    }

    /** Whether the script's value is a promise of the cell's value. */
    boolean awaits() {
        return awaits;
    }

    /** The script to run for the cell; to be asked for once. */
    String script() {
        int value = awaits ? statements.lastExpression().orElse(-1) : -1;
        for (int i = 0; i < statements.count(); i++) {
            if (i == value) {
                copyTo(statements.at(i).start()).append("return ");
            }
            if (statements.at(i).depth() == 0 && statements.mayDeclare(i)) {
                declaration(i);
            }
            if (awaits) {
                variable(i);
            }
        }
        copyTo(code.length());
        return awaits ? asFunction() : rewritten.toString();
    }

    private String asFunction() {
        String variables = names.isEmpty() ? "" : "var " + String.join(", ", names) + "; ";
        return variables + "(async () => {" + functions + rewritten + "\n})()";
    }

    private StringBuilder copyTo(int end) {
        rewritten.append(code, copied, end);
        copied = end;
        return rewritten;
    }

    private void declaration(int first) {
        Token word = statements.at(first);
        Token next = statements.at(first + 1);
        if (word.is("const") || (word.is("let") && beginsBinding(next))) {
            replaceKeyword(word, awaits ? "0," : "var");
            names.addAll(
                    statements.declared(first + 1, name -> copyTo(name.end()).append(word.is("let") ? UNSET : "")));
        } else if (word.is("class") && next.isName()) {
            copyTo(word.start())
                    .append(awaits ? "" : "var ")
                    .append(next.text())
                    .append(" = ");
            names.add(next.text());
            endClass(first);
        } else if (awaits && (word.is("function") || (word.is("async") && next.is("function")))) {
            function(word.is("function") ? first + 1 : first + 2);
        }
    }

    /** In an async function it would be that function's own. */
    private void function(int behindKeyword) {
        Token name = statements.at(statements.at(behindKeyword).is("*") ? behindKeyword + 1 : behindKeyword);
        functions.append("this.%1$s = %1$s; ".formatted(name.text()));
    }

    private void variable(int index) {
        Token word = statements.at(index);
        if (word.is("var") && !word.inFunction() && beginsBinding(statements.at(index + 1))) {
            boolean ofLoop = statements.at(index - 1).is("(");
            replaceKeyword(word, ofLoop ? "" : "0,");
            names.addAll(statements.declared(index + 1, _ -> {}));
        }
    }

    /** As long as it was; an expression that begins with a number goes on with none before it. */
    private void replaceKeyword(Token word, String other) {
        copyTo(word.start()).append(other).append(" ".repeat(word.text().length() - other.length()));
        copied = word.end();
    }

    /** A variable may be named let: then something else follows. */
    private static boolean beginsBinding(Token token) {
        return token.isName() || token.is("[") || token.is("{");
    }

    /** Behind a declaration of a class a statement begins in any case, behind an expression not. */
    private void endClass(int first) {
        boolean inBody = false;
        int bodies = 0; // to come: it may extend a class that is made there
        for (int i = first; i < statements.count(); i++) {
            Token token = statements.at(i);
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
