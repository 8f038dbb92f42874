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
    private static final Set<String> BEFORE_BLOCKS = Set.of("if", "while", "for", "with", "switch", "catch");
    private static final Set<String> PAIRS = Set.of("=>", "++", "--", "?.", "??");
    static final String SPREAD = "...";

    private final String code;
    private final Deque<Bracket> open = new ArrayDeque<>();
    /** Of each do whose condition is to come, how many brackets it is in. */
    private final Deque<Integer> loops = new ArrayDeque<>();

    private final Bracket outermost = new Bracket('{', true, true, false);
    private int at;
    private int depth;
    private boolean inFunction;
    private boolean inNewLine;
    private @Nullable Token last;
    private @Nullable Token beforeLast;
    private boolean lastEndedQuestion;
    private boolean lastEndsDo;
    private boolean lastIsBeforeBlock;

    /** A bracket that is open. */
    private static final class Bracket {
        final char text;
        /** Of statements, not of an object. */
        final boolean block;
        /** Whether what is behind its end begins anew. */
        final boolean complete;
        /** Whether its content belongs to a function of the cell. */
        final boolean ofFunction;
        /** Of a word that a block follows, and no function's body. */
        boolean beforeBlock;
        /** In an arrow function without braces. */
        boolean inArrow;
        /** Of conditional expressions whose colon is to come. */
        int questions;

        Bracket(char text, boolean block, boolean complete, boolean ofFunction) {
            this.text = text;
            this.block = block;
            this.complete = complete;
            this.ofFunction = ofFunction;
        }

        boolean isInFunction() {
            return ofFunction || inArrow;
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
        inNewLine = at == 0;
        while (at < code.length()) {
            char c = code.charAt(at);
            if (isAtComment()) {
                at = endOfLine();
            } else if (looksAt("/*")) {
                int end = code.indexOf("*/", at + 2);
                int next = end < 0 ? code.length() : end + 2;
                inNewLine |= endOfLine() < next;
                at = next;
            } else if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                inNewLine |= isEndOfLine(c);
                at++;
            } else {
                return;
            }
        }
    }

    /** Of one line; those of HTML are JavaScript's, too. */
    private boolean isAtComment() {
        return looksAt("//") || looksAt("<!--") || (inNewLine && looksAt("-->")) || (at == 0 && looksAt("#!"));
    }

    private boolean looksAt(String text) {
        return code.startsWith(text, at);
    }

    private int endOfLine() {
        int end = at;
        while (end < code.length() && !isEndOfLine(code.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isEndOfLine(char c) {
        return c == '\n' || c == '\r' || c == '\u2028' || c == '\u2029';
    }

    private Token scan() {
        depth = open.size();
        char c = code.charAt(at);
        watchArrow(c);
        inFunction = enclosing().isInFunction();
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
        Token token = new Token(kind, code.substring(at, end), at, end, depth, endsOperand, inFunction, inNewLine);
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
        if (last != null && (last.is(".") || last.is("?."))) {
            return operand(end);
        }
        String word = code.substring(at, end);
        watchLoop(word);
        return token(Token.Kind.NAME, end, !Token.isOperator(word));
    }

    /** A while that comes where a statement may begin belongs to the do before it. */
    private void watchLoop(String word) {
        if (word.equals("do")) {
            loops.push(depth);
        }
        Integer loop = loops.peek();
        lastEndsDo = word.equals("while") && loop != null && loop == depth && last != null && last.endsStatement();
        if (lastEndsDo) {
            loops.pop();
        }
    }

    /** An arrow function without braces ends with its expression. */
    private void watchArrow(char c) {
        boolean begins = c == '\'' || c == '"' || (isPartOfName(c) && !Token.joins(code.substring(at, endOfName(at))));
        if (c == ',' || c == ';' || (begins && last != null && last.endsOperand())) {
            enclosing().inArrow = false;
        } else if (last != null && last.is("=>") && c != '{') {
            enclosing().inArrow = true;
        }
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
                open.push(new Bracket('$', false, false, inFunction));
                return punctuator(end + 2, false);
            }
            end += code.charAt(end) == '\\' ? 2 : 1;
        }
        return operand(Math.min(end + 1, code.length()));
    }

    private Token opening(char c) {
        boolean block = c == '{' && isBlock();
        boolean ofFunction = inFunction || (c == '{' && isBody());
        Bracket bracket = new Bracket(c, block, c == '(' ? isCondition() : block, ofFunction);
        bracket.beforeBlock = c == '(' && BEFORE_BLOCKS.contains(wordBefore());
        open.push(bracket);
        return punctuator(at + 1, false);
    }

    private Token closing(char c) {
        Bracket closed = open.poll();
        depth = open.size();
        inFunction = enclosing().isInFunction();
        loops.removeIf(loop -> loop > depth);
        lastIsBeforeBlock = closed != null && closed.beforeBlock;
        if (c == '}' && closed != null && closed.text == '$') {
            return template(at + 1);
        }
        boolean complete = closed == null || closed.complete;
        return c == '}' && !complete ? operand(at + 1) : punctuator(at + 1, !complete);
    }

    private Token operator(char c) {
        if (looksAt(SPREAD)) {
            return punctuator(at + SPREAD.length(), false);
        }
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

    /** The keyword, or whatever name, that a parenthesis here belongs to. */
    private String wordBefore() {
        Token word = last != null && last.is("await") ? beforeLast : last;
        return word != null && word.kind() == Token.Kind.NAME ? word.text() : "";
    }

    private boolean isCondition() {
        boolean endsStatement = lastEndsDo && last != null && last.is("while");
        return !endsStatement && CONDITIONS.contains(wordBefore());
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

    /** Whether a brace here opens the body of a function, or of what initializes a class. */
    private boolean isBody() {
        return last != null && (last.is("=>") || last.is("static") || (last.is(")") && !lastIsBeforeBlock));
    }
}
