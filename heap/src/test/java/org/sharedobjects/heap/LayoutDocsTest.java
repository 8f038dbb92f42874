// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sharedobjects.heap.layout.HandleLayout;
import org.sharedobjects.heap.layout.LogRecord;
import org.sharedobjects.heap.layout.ObjectLayout;
import org.sharedobjects.heap.layout.ProcessLayout;
import org.sharedobjects.heap.layout.SlotLayout;
import org.sharedobjects.heap.layout.Superblock;

/** The offsets in docs/memory-layout.md are those of the code. */
class LayoutDocsTest {
    private static final String BEGIN = "<!-- layout -->\n";
    private static final String END = "<!-- end of layout -->\n";
    /** Constants that are no offsets. */
    private static final Set<String> OTHERS = Set.of(
            "MAGIC_VALUE", "FORMAT_VERSION", "NOBODY", "MAX_INCARNATION", "INLINE_LOG_BYTES", "CELL_SIZE", "SIZE");

    @Test
    void shouldPrintTheOffsetsAsTheyAre() throws IOException {
        String docs = Files.readString(Path.of("../docs/memory-layout.md"));
        String printed = docs.substring(docs.indexOf(BEGIN) + BEGIN.length(), docs.indexOf(END));
        assertEquals(table(), printed);
    }

    private static String table() {
        StringBuilder table = new StringBuilder("| part | words, by their offset in bytes | bytes |\n|---|---|---|\n");
        row(table, "superblock", Superblock.class, "", "" + Superblock.SIZE);
        row(table, "slot", SlotLayout.class, "", "" + SlotLayout.SIZE);
        row(table, "record of a log", LogRecord.class, "", "" + LogRecord.SIZE);
        row(table, "cell of a log", LogRecord.class, "CELL_", "" + LogRecord.CELL_SIZE);
        row(table, "process", ProcessLayout.class, "", "" + ProcessLayout.SIZE);
        row(table, "block of handles", HandleLayout.class, "", "" + HandleLayout.SIZE);
        row(table, "object", ObjectLayout.class, "", "");
        return table.toString();
    }

    /** Constants whose names begin so; without a prefix those that are of no group of their own. */
    private static void row(StringBuilder table, String part, Class<?> layout, String prefix, String size) {
        List<Field> words = new ArrayList<>();
        for (Field field : layout.getFields()) {
            boolean ofGroup =
                    field.getName().startsWith("CELL_") && !field.getName().equals("CELL_COUNT");
            boolean wanted = prefix.isEmpty() ? !ofGroup : ofGroup;
            boolean offset = Modifier.isStatic(field.getModifiers()) && field.getType() == long.class;
            if (wanted && offset && !OTHERS.contains(field.getName())) {
                words.add(field);
            }
        }
        words.sort(Comparator.comparingLong(LayoutDocsTest::value));
        table.append("| ").append(part).append(" | ");
        for (Field word : words) {
            String name = word.getName().substring(prefix.length()).replace('_', ' ');
            table.append(value(word)).append(' ').append(name).append(", ");
        }
        table.setLength(table.length() - 2);
        table.append(" | ").append(size).append(" |\n");
    }

    private static long value(Field field) {
        try {
            return field.getLong(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
