// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes. */
public record Size(long bytes) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,12})\\s*([kmgt]?)(i?b)?", Pattern.CASE_INSENSITIVE);
    private static final String UNITS = "kmgt";
    private static final int UNIT_SHIFT = 10;

    public Size {
        if (bytes <= 0) {
            throw new IllegalArgumentException("size must be positive: bytes=" + bytes);
        }
    }

    public static Size bytes(long bytes) {
        return new Size(bytes);
    }

    public static Size kib(long count) {
        return new Size(Math.multiplyExact(count, 1L << UNIT_SHIFT));
    }

    public static Size mib(long count) {
        return new Size(Math.multiplyExact(count, 1L << (2 * UNIT_SHIFT)));
    }

    public static Size gib(long count) {
        return new Size(Math.multiplyExact(count, 1L << (3 * UNIT_SHIFT)));
    }

    /**
     * Reads {@code 4096}, {@code 64k}, {@code 256m}, {@code 1g} or {@code 1GiB}; units are powers of 1024.
     *
     * @throws IllegalArgumentException for any other text
     */
    public static Size parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("size must be a number with k, m, g or t: size=" + text);
        }
        String unit = matcher.group(2).toLowerCase(Locale.ROOT);
        int shift = unit.isEmpty() ? 0 : (UNITS.indexOf(unit) + 1) * UNIT_SHIFT;
        return new Size(Math.multiplyExact(Long.parseLong(matcher.group(1)), 1L << shift));
    }
}
