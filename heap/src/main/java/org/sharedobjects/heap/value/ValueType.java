// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.value;

import org.jspecify.annotations.Nullable;

/**
 * Types of objects that are shared by value, with what a block of each contains behind its key. Their numbers are part of the
 * heap's format.
 */
public enum ValueType {
    /** First, last, step. */
    RANGE(0, "range", 3, 3, ValueFamily.RANGE),
    /** Tuple of start, stop, step. */
    SLICE(1, "slice", 1, 1, ValueFamily.SLICE),
    /** Days, 1 for the first of January of the year 1. */
    DATE(2, "datetime.date", 1, 1, ValueFamily.DATE),
    /** Microseconds of the day, fold, tzinfo, its offset in microseconds or None. */
    TIME(3, "datetime.time", 4, 4, ValueFamily.TIME, ValueFamily.AWARE_TIME),
    /** Days, microseconds of the day, fold, tzinfo, its offset in microseconds or None, whether that depends on fold. */
    DATETIME(
            4,
            "datetime.datetime",
            6,
            6,
            ValueFamily.DATETIME,
            ValueFamily.AWARE_DATETIME,
            ValueFamily.FOLDED_DATETIME),
    /** Days, seconds, microseconds. */
    TIMEDELTA(5, "datetime.timedelta", 3, 3, ValueFamily.TIMEDELTA),
    /** Offset in microseconds, name or None. */
    TIMEZONE(6, "datetime.timezone", 2, 2, ValueFamily.TIMEZONE),
    /** Key in the database. */
    ZONE(7, "zoneinfo.ZoneInfo", 1, 1, ValueFamily.ZONE),
    /** 1 for a negative one, digits, exponent or the letter of an infinity or NaN. */
    DECIMAL(8, "decimal.Decimal", 3, 3, ValueFamily.PLAIN, ValueFamily.DECIMAL),
    /** Numerator, denominator. */
    FRACTION(9, "fractions.Fraction", 2, 2, ValueFamily.PLAIN, ValueFamily.DECIMAL, ValueFamily.RATIO),
    /** The number, is_safe. */
    UUID(10, "uuid.UUID", 2, 2, ValueFamily.UUID),
    /** Text, the form in which it is compared. */
    PURE_POSIX_PATH(11, "pathlib.PurePosixPath", 2, 2, ValueFamily.POSIX_PATH),
    POSIX_PATH(12, "pathlib.PosixPath", 2, 2, ValueFamily.POSIX_PATH),
    PURE_WINDOWS_PATH(13, "pathlib.PureWindowsPath", 2, 2, ValueFamily.WINDOWS_PATH),
    /** Tuple of module, class, name and value, one of them None; then the plain value it equals, if there is one. */
    ENUM(14, "enum", 1, 2, ValueFamily.ENUM, ValueFamily.PLAIN, ValueFamily.GUEST),
    /** Module, class, plain tuple. */
    NAMED_TUPLE(15, "namedtuple", 3, 3, ValueFamily.PLAIN, ValueFamily.GUEST),
    /** Tuple of module and name in it. */
    NAME(16, "name", 1, 1, ValueFamily.NAME),
    /** Number of a shared class. */
    CLASS(17, "shared class", 1, 1, ValueFamily.CLASS),
    /** Name of a module. */
    MODULE(18, "module", 1, 1, ValueFamily.MODULE);

    private static final ValueType[] ALL = values();

    private final int number;
    private final String label;
    private final int least;
    private final int most;
    private final ValueFamily first;
    /** A bit for each. */
    private final int families;

    ValueType(int number, String label, int least, int most, ValueFamily first, ValueFamily... others) {
        this.number = number;
        this.label = label;
        this.least = least;
        this.most = most;
        this.first = first;
        int bits = 1 << first.number();
        for (ValueFamily other : others) {
            bits |= 1 << other.number();
        }
        this.families = bits;
    }

    int number() {
        return number;
    }

    /** What people and the Python package call it. */
    public String label() {
        return label;
    }

    /** The type of that name, null if there is none. */
    public static @Nullable ValueType named(String label) {
        for (ValueType type : ALL) {
            if (type.label.equals(label)) {
                return type;
            }
        }
        return null;
    }

    /** The type with this number; null for a number that none has. */
    static @Nullable ValueType of(int number) {
        return number < ALL.length ? ALL[number] : null;
    }

    /** Can a block of this type have so many cells of content? */
    public boolean mayContain(int cells) {
        return cells >= least && cells <= most;
    }

    boolean mayBelongTo(ValueFamily family) {
        return (families >>> family.number() & 1) != 0;
    }

    /** The only family, or the first of several. */
    ValueFamily family() {
        return first;
    }
}
