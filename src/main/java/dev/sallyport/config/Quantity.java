package dev.sallyport.config;

import java.util.Optional;

/** A whole number before a unit, as sizes and durations are written. */
final class Quantity {
    private static final int MAX_DIGITS = 9;

    private Quantity() {}

    /**
     * The number before {@code suffix}, times {@code unit}; empty where it is not 1 to 9 digits.
     */
    static Optional<Long> parse(String text, String suffix, long unit) {
        String digits = text.substring(0, text.length() - suffix.length()).strip();
        if (digits.isEmpty()
                || digits.length() > MAX_DIGITS
                || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        return Optional.of(Long.parseLong(digits) * unit);
    }
}
