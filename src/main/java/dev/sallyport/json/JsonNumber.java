package dev.sallyport.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A JSON number, exact: never by way of a {@code double}.
 *
 * <p>Equal are numbers of one value and scale: 1 and 1.0 are not.
 */
public final class JsonNumber implements JsonValue {
    private final long integer;

    /**
     * Absent for an integer that fits a {@code long}: to load {@code BigDecimal} takes longer than
     * the rest of a process's first answer, which needs no more than such integers.
     */
    private final @Nullable BigDecimal decimal;

    /** A number of any size and scale. */
    public JsonNumber(BigDecimal value) {
        boolean fits = value.scale() == 0 && value.toBigInteger().bitLength() < Long.SIZE;
        integer = fits ? value.longValueExact() : 0;
        decimal = fits ? null : value;
    }

    private JsonNumber(long value) {
        integer = value;
        decimal = null;
    }

    public static JsonNumber of(long value) {
        return new JsonNumber(value);
    }

    public static JsonNumber of(BigInteger value) {
        return new JsonNumber(new BigDecimal(value));
    }

    /** The number, with the scale that it was written with. */
    public BigDecimal value() {
        return decimal == null ? BigDecimal.valueOf(integer) : decimal;
    }

    /** The number as a {@code long}; empty where it has a fraction or does not fit. */
    public OptionalLong asLong() {
        if (decimal == null) {
            return OptionalLong.of(integer);
        }
        // Compared first: expanding 1e999999999 to digits would cost seconds.
        if (decimal.compareTo(BigDecimal.valueOf(Long.MIN_VALUE)) < 0
                || decimal.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
                || decimal.scale() > 1_000) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(decimal.longValueExact());
        } catch (ArithmeticException fraction) {
            return OptionalLong.empty();
        }
    }

    /** Whether the number is kept as a {@code long}, which {@link #asLong} then gives. */
    boolean isLong() {
        return decimal == null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonNumber number
                && (decimal == null
                        ? number.decimal == null && integer == number.integer
                        : decimal.equals(number.decimal));
    }

    @Override
    public int hashCode() {
        return decimal == null ? Long.hashCode(integer) : decimal.hashCode();
    }

    @Override
    public String toString() {
        return "JsonNumber[" + (decimal == null ? Long.toString(integer) : decimal) + "]";
    }
}
