// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.host.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SharedOutputTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final SharedOutput output = new SharedOutput(bytes);

    private static void write(Lines lines, String text) throws IOException {
        lines.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private String written() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void shouldShowAPromptAtOnceWhenNobodyElseWrites() throws IOException {
        Lines only = output.open();
        write(only, "name? ");
        assertEquals("name? ", written());
    }

    @Test
    void shouldKeepTheUnfinishedLineWhileOthersWrite() throws IOException {
        Lines first = output.open();
        Lines second = output.open();
        write(first, "one ");
        write(second, "two\nthree");
        write(first, "more\n");
        assertEquals("two\none more\n", written());
    }

    @Test
    void shouldWriteTheUnfinishedLineAtTheEnd() throws IOException {
        Lines first = output.open();
        Lines second = output.open();
        write(first, "no newline");
        first.close();
        assertEquals("no newline", written());
        write(second, "alone now");
        assertTrue(written().endsWith("alone now"));
    }
}
