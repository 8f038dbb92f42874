// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap.value;

import org.jspecify.annotations.Nullable;

/**
 * What the key of an object by value is compared with: keys of one family are equal as values are. Their numbers are part of the
 * heap's format.
 */
public enum ValueFamily {
    /** The object equals whatever its key equals: {@code Decimal(1)} is a key like 1, a named tuple one like the tuple. */
    PLAIN(0),
    /** The object's class defines equality, so the guest decides. */
    GUEST(1),
    RANGE(2),
    SLICE(3),
    DATE(4),
    TIME(5),
    AWARE_TIME(6),
    DATETIME(7),
    AWARE_DATETIME(8),
    /** At an hour that a time zone has twice or not at all: equal to none of another zone. */
    FOLDED_DATETIME(9),
    TIMEDELTA(10),
    TIMEZONE(11),
    ZONE(12),
    /** A number that has a finite decimal form, but is no double and no int of moderate size. */
    DECIMAL(13),
    /** A fraction that has no finite decimal form. */
    RATIO(14),
    UUID(15),
    POSIX_PATH(16),
    WINDOWS_PATH(17),
    ENUM(18),
    NAME(19),
    CLASS(20),
    MODULE(21);

    private static final ValueFamily[] ALL = values();

    private final int number;

    ValueFamily(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /** The family with this number; null for a number that none has. */
    static @Nullable ValueFamily of(int number) {
        return number < ALL.length ? ALL[number] : null;
    }
}
