// SPDX-License-Identifier: Apache-2.0
package org.sharedobjects.heap;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.StringJoiner;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sharedobjects.heap.value.ValueType;

/**
 * Classes of the JDK for objects by value. Each is used only where the object is the same again when it comes back: all else is
 * a {@link SharedValue}.
 */
final class JavaValues {
    private static final LocalDate DAY_ZERO = LocalDate.of(1, 1, 1).minusDays(1);
    private static final long LAST_DAY = LocalDate.of(9999, 12, 31).toEpochDay() - DAY_ZERO.toEpochDay();
    private static final long NANOS_PER_MICRO = 1000;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long SECONDS_PER_DAY = 86_400;
    private static final long LONGEST_DAYS = 999_999_999;
    private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(Long.SIZE);

    /** A part that Java has no class for. */
    static final Object OTHER = new Object();

    private JavaValues() {}

    /** An object by value in terms of Java values. */
    record Parts(ValueType type, List<@Nullable Object> content) {
        static Parts of(ValueType type, @Nullable Object... content) {
            return new Parts(
                    type, Collections.<@Nullable Object>unmodifiableList(Arrays.<@Nullable Object>asList(content)));
        }
    }

    // ---- to the heap

    /** What a Java object is in the heap; null for one that is nothing there. */
    static @Nullable Parts parts(@Nullable Object value) {
        return switch (value) {
            case BigDecimal number ->
                Parts.of(
                        ValueType.DECIMAL,
                        number.signum() < 0 ? 1L : 0L,
                        number.unscaledValue().abs(),
                        -(long) number.scale());
            case LocalDate date when isDay(date) -> Parts.of(ValueType.DATE, day(date));
            case LocalTime time when isMicros(time) -> Parts.of(ValueType.TIME, micros(time), 0L, null, null);
            case LocalDateTime moment
            when isMoment(moment) ->
                Parts.of(
                        ValueType.DATETIME,
                        day(moment.toLocalDate()),
                        micros(moment.toLocalTime()),
                        0L,
                        null,
                        null,
                        null);
            case OffsetDateTime moment
            when isMoment(moment.toLocalDateTime()) ->
                Parts.of(
                        ValueType.DATETIME,
                        day(moment.toLocalDate()),
                        micros(moment.toLocalTime()),
                        0L,
                        moment.getOffset(),
                        micros(moment.getOffset()),
                        false);
            case ZoneOffset offset -> Parts.of(ValueType.TIMEZONE, micros(offset), null);
            case Duration duration
            when isTimeDelta(duration) ->
                Parts.of(
                        ValueType.TIMEDELTA,
                        Math.floorDiv(duration.getSeconds(), SECONDS_PER_DAY),
                        Math.floorMod(duration.getSeconds(), SECONDS_PER_DAY),
                        duration.getNano() / NANOS_PER_MICRO);
            case UUID uuid -> Parts.of(ValueType.UUID, number(uuid), null);
            case Path path when path.getFileSystem().equals(FileSystems.getDefault()) && hasSlashes() -> path(path);
            case null, default -> null;
        };
    }

    private static boolean isMicros(LocalTime time) {
        return time.toNanoOfDay() % NANOS_PER_MICRO == 0;
    }

    private static boolean isDay(LocalDate date) {
        return day(date) >= 1 && day(date) <= LAST_DAY;
    }

    private static boolean isMoment(LocalDateTime moment) {
        return isDay(moment.toLocalDate()) && isMicros(moment.toLocalTime());
    }

    private static boolean isTimeDelta(Duration duration) {
        long days = Math.floorDiv(duration.getSeconds(), SECONDS_PER_DAY);
        return duration.getNano() % NANOS_PER_MICRO == 0 && Math.abs(days) <= LONGEST_DAYS;
    }

    private static long day(LocalDate date) {
        return date.toEpochDay() - DAY_ZERO.toEpochDay();
    }

    private static long micros(LocalTime time) {
        return time.toNanoOfDay() / NANOS_PER_MICRO;
    }

    private static long micros(ZoneOffset offset) {
        return offset.getTotalSeconds() * MICROS_PER_SECOND;
    }

    private static BigInteger number(UUID uuid) {
        return unsigned(uuid.getMostSignificantBits())
                .multiply(TWO_TO_64)
                .add(unsigned(uuid.getLeastSignificantBits()));
    }

    private static BigInteger unsigned(long bits) {
        BigInteger value = BigInteger.valueOf(bits);
        return bits < 0 ? value.add(TWO_TO_64) : value;
    }

    /** As Python writes it: without components that stand for nothing. */
    private static Parts path(Path path) {
        StringJoiner parts = new StringJoiner("/", path.isAbsolute() ? "/" : "", "");
        for (Path part : path) {
            if (!part.toString().equals(".") && !part.toString().isEmpty()) {
                parts.add(part.toString());
            }
        }
        String written = parts.length() == 0 ? "." : parts.toString();
        return Parts.of(ValueType.POSIX_PATH, written, written);
    }

    // ---- from the heap

    /** The Java object for one of the heap, null if there is none that says all of it. */
    static @Nullable Object object(ValueType type, @Nullable Object[] content) {
        return switch (type) {
            case DECIMAL -> decimal(content);
            case DATE -> date(content[0]);
            case TIME -> isZero(content[1]) && content[2] == null ? time(content[0]) : null;
            case DATETIME -> isZero(content[2]) ? moment(content) : null;
            case TIMEDELTA -> duration(content);
            case TIMEZONE -> content[1] == null ? offset(content[0]) : null;
            case UUID -> content[1] == null ? uuid(content[0]) : null;
            case POSIX_PATH -> content[0] instanceof String text && isOrdinaryPath(text) ? pathOrNull(text) : null;
            default -> null;
        };
    }

    private static boolean isZero(@Nullable Object fold) {
        return Long.valueOf(0).equals(fold);
    }

    /** Neither an infinity nor a NaN, nor a negative zero or an exponent beyond Java's. */
    private static @Nullable Object decimal(@Nullable Object[] content) {
        BigInteger digits = integer(content[1]);
        boolean negative = !isZero(content[0]);
        if (digits == null || (negative && digits.signum() == 0)) {
            return null;
        }
        return content[2] instanceof Long exponent && Math.abs(exponent) <= Integer.MAX_VALUE
                ? new BigDecimal(negative ? digits.negate() : digits, (int) -exponent)
                : null;
    }

    private static @Nullable LocalDate date(@Nullable Object day) {
        return day instanceof Long number && number >= 1 && number <= LAST_DAY ? DAY_ZERO.plusDays(number) : null;
    }

    private static @Nullable LocalTime time(@Nullable Object micros) {
        return micros instanceof Long number && number >= 0 && number < SECONDS_PER_DAY * MICROS_PER_SECOND
                ? LocalTime.ofNanoOfDay(number * NANOS_PER_MICRO)
                : null;
    }

    private static @Nullable Object moment(@Nullable Object[] content) {
        LocalDate date = date(content[0]);
        LocalTime time = time(content[1]);
        if (date == null || time == null) {
            return null;
        }
        LocalDateTime moment = LocalDateTime.of(date, time);
        if (content[3] == null) {
            return moment;
        }
        return content[3] instanceof ZoneOffset offset ? OffsetDateTime.of(moment, offset) : null;
    }

    private static @Nullable Duration duration(@Nullable Object[] content) {
        return content[0] instanceof Long days
                        && content[1] instanceof Long seconds
                        && content[2] instanceof Long micros
                        && Math.max(days, -days) <= LONGEST_DAYS
                        && seconds >= 0
                        && seconds < SECONDS_PER_DAY
                        && micros >= 0
                        && micros < MICROS_PER_SECOND
                ? Duration.ofSeconds(days * SECONDS_PER_DAY + seconds, micros * NANOS_PER_MICRO)
                : null;
    }

    /** Java's offsets are whole seconds up to 18 hours. */
    private static @Nullable ZoneOffset offset(@Nullable Object micros) {
        return micros instanceof Long number
                        && number % MICROS_PER_SECOND == 0
                        && Math.abs(number / MICROS_PER_SECOND) <= ZoneOffset.MAX.getTotalSeconds()
                ? ZoneOffset.ofTotalSeconds((int) (number / MICROS_PER_SECOND))
                : null;
    }

    private static @Nullable UUID uuid(@Nullable Object number) {
        BigInteger value = integer(number);
        return value == null ? null : new UUID(value.shiftRight(Long.SIZE).longValue(), value.longValue());
    }

    private static @Nullable BigInteger integer(@Nullable Object number) {
        return number instanceof Long value
                ? BigInteger.valueOf(value)
                : number instanceof BigInteger value ? value : null;
    }

    /** Java takes away the second slash at the start, and knows no NUL. */
    private static boolean isOrdinaryPath(String text) {
        return !text.startsWith("//") && text.indexOf(0) < 0 && hasSlashes();
    }

    /** Not every text is a path where file names are of few characters. */
    private static @Nullable Path pathOrNull(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private static boolean hasSlashes() {
        return FileSystems.getDefault().getSeparator().equals("/");
    }
}
