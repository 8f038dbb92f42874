// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.javascript;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes a JavaScript text apart into tokens, without its comments. A text that is no JavaScript gives some tokens too. */
final class Scanner {

    private static final Set<String> CONDITIONS = Set.of("if", "while", "for", "with");
    private static final Set<String> PAIRS = Set.of("=>", "++", "--", "?.", "??");

    private final String code;
    private final Deque<Bracket> open = new ArrayDeque<>();
    private final Bracket outermost = new Bracket('{', true, true);
    private int at;
    private int depth;
    private @Nullable Token last;
    private @Nullable Token beforeLast;
    private boolean lastEndedQuestion;
    private boolean lastEndedDo;

    /** A bracket that is open. */
    private static final class Bracket {
        final char text;
        /** Of statements, not of an object. */
        final boolean block;
        /** Whether what is behind its end begins anew. */
        final boolean complete;
        /** The body of a loop whose condition comes behind it. */
        boolean ofDo;
        /** Of conditional expressions whose colon is to come. */
        int questions;

        Bracket(char text, boolean block, boolean complete) {
            this.text = text;
            this.block = block;
            this.complete = complete;
        }
    }

    Scanner(String code) {
        this.code = code;
    }

    List<Token> tokens() {
        List<Token> tokens = new ArrayList<>();
        for (skipBlanks(); at < code.length(); skipBlanks()) {
            Token token = scan();
            tokens.add(token);
            beforeLast = last;
            last = token;
        }
        return tokens;
    }

    private void skipBlanks() {
        while (at < code.length()) {
            if (looksAt("//") || looksAt("<!--") || (at == 0 && looksAt("#!"))) {
                at = endOfLine();
            } else if (looksAt("/*")) {
                int end = code.indexOf("*/", at + 2);
                at = end < 0 ? code.length() : end + 2;
            } else if (Character.isWhitespace(code.charAt(at)) || Character.isSpaceChar(code.charAt(at))) {
                at++;
            } else {
                return;
            }
        }
    }

    private boolean looksAt(String text) {
        return code.startsWith(text, at);
    }

    private int endOfLine() {
        int end = at;
        while (end < code.length() && code.charAt(end) != '\n' && code.charAt(end) != '\r') {
            end++;
        }
        return end;
    }

    private Token scan() {
        depth = open.size();
        char c = code.charAt(at);
        if (isDigit(at) || (c == '.' && isDigit(at + 1))) {
            return operand(endOfNumber());
        }
        if (isPartOfName(c)) {
            return name();
        }
        return switch (c) {
            case '\'', '"' -> operand(endOfString(c));
            case '`' -> template(at + 1);
            case '/' ->
                last != null && last.endsOperand() ? punctuator(at + 1, false) : operand(endOfRegularExpression());
            case '(', '[', '{' -> opening(c);
            case ')', ']', '}' -> closing(c);
            default -> operator(c);
        };
    }

    private Token token(Token.Kind kind, int end, boolean endsOperand) {
        Token token = new Token(kind, code.substring(at, end), at, end, depth, endsOperand);
        at = end;
        return token;
    }

    private Token operand(int end) {
        return token(Token.Kind.OPERAND, end, true);
    }

    private Token punctuator(int end, boolean endsOperand) {
        return token(Token.Kind.PUNCTUATOR, end, endsOperand);
    }

    private boolean isDigit(int index) {
        return index < code.length() && code.charAt(index) >= '0' && code.charAt(index) <= '9';
    }

    private static boolean isPartOfName(char c) {
        return Character.isUnicodeIdentifierPart(c) || Character.isSurrogate(c) || "$_#\\".indexOf(c) >= 0;
    }

    private int endOfName(int from) {
        int end = from;
        while (end < code.length() && isPartOfName(code.charAt(end))) {
            end++;
        }
        return end;
    }

    private Token name() {
        int end = endOfName(at);
        boolean property = last != null && (last.is(".") || last.is("?."));
        return property ? operand(end) : token(Token.Kind.NAME, end, !Token.isOperator(code.substring(at, end)));
    }

    private int endOfNumber() {
        int end = at;
        while (end < code.length() && (isPartOfName(code.charAt(end)) || code.charAt(end) == '.')) {
            end++;
        }
        return end;
    }

    private int endOfString(char quote) {
        int end = at + 1;
        while (end < code.length() && code.charAt(end) != quote) {
            end += code.charAt(end) == '\\' ? 2 : 1;
        }
        return Math.min(end + 1, code.length());
    }

    private int endOfRegularExpression() {
        int end = at + 1;
        int limit = endOfLine();
        for (boolean inClass = false; end < limit && (inClass || code.charAt(end) != '/'); end++) {
            char c = code.charAt(end);
            inClass = c == '[' || (inClass && c != ']');
            end += c == '\\' ? 1 : 0;
        }
        return endOfName(Math.min(end + 1, limit));
    }

    /** From there to the next expression in the template, or to its end. */
    private Token template(int from) {
        int end = from;
        while (end < code.length() && code.charAt(end) != '`') {
            if (code.startsWith("${", end)) {
                open.push(new Bracket('$', false, false));
                return punctuator(end + 2, false);
            }
            end += code.charAt(end) == '\\' ? 2 : 1;
        }
        return operand(Math.min(end + 1, code.length()));
    }

    private Token opening(char c) {
        boolean block = c == '{' && isBlock();
        Bracket bracket = new Bracket(c, block, c == '(' ? isCondition() : block);
        bracket.ofDo = block && last != null && last.is("do");
        open.push(bracket);
        return punctuator(at + 1, false);
    }

    private Token closing(char c) {
        Bracket closed = open.poll();
        depth = open.size();
        lastEndedDo = closed != null && closed.ofDo;
        if (c == '}' && closed != null && closed.text == '$') {
            return template(at + 1);
        }
        boolean complete = closed == null || closed.complete;
        return c == '}' && !complete ? operand(at + 1) : punctuator(at + 1, !complete);
    }

    private Token operator(char c) {
        boolean pair = at + 2 <= code.length()
                && PAIRS.contains(code.substring(at, at + 2))
                && !(looksAt("?.") && isDigit(at + 2));
        Bracket enclosing = enclosing();
        if (c == '?' && !pair) {
            enclosing.questions++;
        }
        if (c == ':') {
            lastEndedQuestion = enclosing.questions > 0;
            enclosing.questions -= lastEndedQuestion ? 1 : 0;
        }
        boolean increment = looksAt("++") || looksAt("--");
        return punctuator(at + (pair ? 2 : 1), increment);
    }

    private Bracket enclosing() {
        Bracket bracket = open.peek();
        return bracket == null ? outermost : bracket;
    }

    private boolean isCondition() {
        if (lastEndedDo && beforeLast != null && beforeLast.is("}")) {
            return false; // of do, behind which a statement ends
        }
        Token word = last != null && last.is("await") ? beforeLast : last;
        return word != null && word.kind() == Token.Kind.NAME && CONDITIONS.contains(word.text());
    }

    /** Whether a brace here opens statements, or the body of a class or function. */
    private boolean isBlock() {
        if (last == null || last.endsStatement()) {
            return true;
        }
        if (last.is(":")) {
            return enclosing().block && !lastEndedQuestion;
        }
        return last.is(")") || last.is("{") || last.is("=>") || last.is("else") || last.is("do");
    }
}
