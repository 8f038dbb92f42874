// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PendingOutputTest {
    private final PendingOutput output = new PendingOutput();

    @Test
    void shouldPutNeighboursOfOneStreamTogether() {
        output.add("stdout", "a");
        output.add("stdout", "b");
        output.add("stderr", "c");
        assertEquals(new PendingOutput.Chunk("stdout", "ab"), output.take());
        assertEquals(new PendingOutput.Chunk("stderr", "c"), output.take());
        assertTrue(output.isEmpty());
    }

    @Test
    void shouldSendALargeTextInPiecesThatAreWholeCharacters() {
        String text = "x" + "\ud83d\ude00".repeat(PendingOutput.MOST_CHARACTERS);
        output.add("stdout", text);
        StringBuilder sent = new StringBuilder();
        while (!output.isEmpty()) {
            String piece = output.take().text();
            assertTrue(piece.length() <= PendingOutput.MOST_CHARACTERS);
            assertFalse(Character.isHighSurrogate(piece.charAt(piece.length() - 1)));
            sent.append(piece);
        }
        assertEquals(text, sent.toString());
        assertEquals(0, output.characters());
    }
}
