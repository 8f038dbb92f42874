// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.kernel;

import java.util.ArrayDeque;
import java.util.Deque;

/** Texts written to the standard streams and not yet sent, in order; neighbours of one stream are put together. */
final class PendingOutput {

    static final int MOST_CHARACTERS = 1 << 15;

    private final Deque<Piece> pieces = new ArrayDeque<>();
    private int characters;

    private record Piece(String stream, StringBuilder text) {}

    /** A text to send in one message. */
    record Chunk(String stream, String text) {}

    boolean isEmpty() {
        return pieces.isEmpty();
    }

    int characters() {
        return characters;
    }

    void add(String stream, String text) {
        for (int at = 0; at < text.length(); ) {
            int end = Math.min(text.length(), at + MOST_CHARACTERS);
            if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
                end--;
            }
            addPiece(stream, text.substring(at, end));
            at = end;
        }
    }

    private void addPiece(String stream, String text) {
        Piece last = pieces.peekLast();
        if (last == null || !last.stream().equals(stream) || last.text().length() + text.length() > MOST_CHARACTERS) {
            last = new Piece(stream, new StringBuilder());
            pieces.add(last);
        }
        last.text().append(text);
        characters += text.length();
    }

    Chunk take() {
        Piece first = pieces.remove();
        characters -= first.text().length();
        return new Chunk(first.stream(), first.text().toString());
    }
}
