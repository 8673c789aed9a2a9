package dev.sallyport.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.OptionalLong;

/** A JSON number, exact: never by way of a {@code double}. */
public record JsonNumber(BigDecimal value) implements JsonValue {
    private static final BigDecimal LONG_MIN = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal LONG_MAX = BigDecimal.valueOf(Long.MAX_VALUE);

    public static JsonNumber of(long value) {
        return new JsonNumber(BigDecimal.valueOf(value));
    }

    public static JsonNumber of(BigInteger value) {
        return new JsonNumber(new BigDecimal(value));
    }

    /** The number as a {@code long}; empty where it has a fraction or does not fit. */
    public OptionalLong asLong() {
        // Compared first: expanding 1e999999999 to digits would cost seconds.
        if (value.compareTo(LONG_MIN) < 0
                || value.compareTo(LONG_MAX) > 0
                || value.scale() > 1_000) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(value.longValueExact());
        } catch (ArithmeticException fraction) {
            return OptionalLong.empty();
        }
    }
}
