// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.report;

import java.util.StringJoiner;
import org.sharedobjects.heap.error.HeapException;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.value.Cell;
import org.sharedobjects.heap.value.Immutables;
import org.sharedobjects.heap.value.Ints;
import org.sharedobjects.heap.value.ShortBytes;
import org.sharedobjects.heap.value.Texts;
import org.sharedobjects.heap.value.Tuples;

/** Keys and other values as Python writes them, if they are short. */
public final class ValueText {
    private static final int MOST_UNITS = 60;
    private static final int MOST_ELEMENTS = 4;
    private static final int MOST_DEPTH = 2;
    private static final String LONG = "…";

    private final Memory memory;

    public ValueText(Memory memory) {
        this.memory = memory;
    }

    public String of(long cell) {
        try {
            return of(cell, 0);
        } catch (HeapException released) {
            return LONG;
        }
    }

    private String of(long cell, int depth) {
        if (Cell.isInt(cell)) {
            return Long.toString(Cell.asInt(cell));
        }
        if (Cell.isDouble(cell)) {
            return Double.toString(Cell.asDouble(cell));
        }
        if (Cell.isShortBytes(cell)) {
            return bytes(ShortBytes.toArray(cell));
        }
        if (Cell.isShortText(cell) || Texts.isText(memory, cell)) {
            return text(Texts.start(memory, cell, MOST_UNITS + 1));
        }
        return Cell.isImmutable(cell) ? block(cell, depth) : singleton(cell);
    }

    /** Text of a name without quotes. */
    String name(long cell) {
        String text = of(cell);
        return text.startsWith("'") ? text.substring(1, text.length() - 1) : text;
    }

    private static String singleton(long cell) {
        if (Cell.isBoolean(cell)) {
            return Cell.asBoolean(cell) ? "True" : "False";
        }
        return cell == Cell.NONE ? "None" : LONG;
    }

    private String block(long cell, int depth) {
        int kind = Immutables.kind(memory, cell);
        if (kind == Immutables.INT && Immutables.length(memory, cell) <= MOST_UNITS / Long.BYTES) {
            return Ints.toBigInteger(memory, cell).toString();
        }
        if (kind == Immutables.BY_VALUE) {
            return depth < MOST_DEPTH ? ByValueText.of(memory, cell, element -> of(element, depth + 1)) : LONG;
        }
        int length = kind == Immutables.TUPLE ? Tuples.length(memory, cell) : Integer.MAX_VALUE;
        return length <= MOST_ELEMENTS && depth < MOST_DEPTH ? tuple(Tuples.toArray(memory, cell), depth + 1) : LONG;
    }

    private String tuple(long[] cells, int depth) {
        StringJoiner elements = new StringJoiner(", ", "(", cells.length == 1 ? ",)" : ")");
        for (long cell : cells) {
            elements.add(of(cell, depth));
        }
        return elements.toString();
    }

    /** The beginning of a long one, with the mark outside of the quotes. */
    private static String text(String text) {
        if (text.length() <= MOST_UNITS) {
            return quoted(text);
        }
        int end = Character.isHighSurrogate(text.charAt(MOST_UNITS - 1)) ? MOST_UNITS - 1 : MOST_UNITS;
        return quoted(text.substring(0, end)) + LONG;
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("'");
        text.codePoints().forEach(c -> {
            if (c == '\'' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
            } else if (Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE) {
                quoted.append("\\u%04x".formatted(c));
            } else {
                quoted.appendCodePoint(c);
            }
        });
        return quoted.append('\'').toString();
    }

    private static String bytes(byte[] bytes) {
        StringBuilder text = new StringBuilder("b'");
        for (byte b : bytes) {
            text.append("\\x%02x".formatted(b));
        }
        return text.append('\'').toString();
    }
}
