// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.report;

import java.util.Arrays;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.sharedobjects.heap.error.HeapCorruptException;
import org.sharedobjects.heap.memory.Memory;
import org.sharedobjects.heap.value.ByValues;
import org.sharedobjects.heap.value.Texts;
import org.sharedobjects.heap.value.Tuples;
import org.sharedobjects.heap.value.ValueType;

/** Objects by value as people know them. */
final class ByValueText {
    private ByValueText() {}

    /** The class of a member of an enum or of a named tuple; for all others the name of their type. */
    static String typeName(Memory memory, long cell) {
        ValueType type = ByValues.type(memory, cell);
        long[] content = ByValues.content(memory, cell);
        return switch (type) {
            case NAMED_TUPLE -> qualified(memory, content[0], content[1]);
            case ENUM -> qualified(memory, part(memory, content[0], 0), part(memory, content[0], 1));
            default -> type.label();
        };
    }

    private static String qualified(Memory memory, long module, long name) {
        if (!Texts.isText(memory, module) || !Texts.isText(memory, name)) {
            throw new HeapCorruptException("class of an object by value has no name");
        }
        return Texts.toString(memory, module) + "." + Texts.toString(memory, name);
    }

    private static long part(Memory memory, long tuple, int index) {
        if (!Tuples.isTuple(memory, tuple) || Tuples.length(memory, tuple) <= index) {
            throw new HeapCorruptException("member of an enum has no name");
        }
        return Tuples.get(memory, tuple, index);
    }

    /** {@code fractions.Fraction(1, 3)}. */
    static String of(Memory memory, long cell, LongFunction<String> text) {
        long[] content = ByValues.content(memory, cell);
        return switch (ByValues.type(memory, cell)) {
            case NAMED_TUPLE -> typeName(memory, cell) + text.apply(content[2]);
            case ENUM -> typeName(memory, cell) + "." + text.apply(part(memory, content[0], 2));
            default ->
                typeName(memory, cell)
                        + Arrays.stream(content).mapToObj(text).collect(Collectors.joining(", ", "(", ")"));
        };
    }
}
