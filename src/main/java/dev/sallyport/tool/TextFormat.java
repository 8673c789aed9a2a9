package dev.sallyport.tool;

import java.util.List;
import java.util.Locale;

/** How the rows of an answer are written as text. */
enum TextFormat {
    /** The structured content as compact JSON. */
    JSON,
    /** A line a row, values between bars: the fewest bytes with the types of the columns. */
    TABLE,
    /** Comma-separated values as RFC 4180 has them. */
    CSV,
    /**
     * Nobody asked for one: JSON, which the protocol asks for, and a table for more than {@link
     * #MANY_ROWS}, of which JSON would be a third larger.
     */
    BY_SIZE;

    /** The most rows that are written as JSON where nobody asks for it. */
    static final int MANY_ROWS = 1_000;

    /** The formats that a caller may ask for. */
    static final List<String> NAMES = List.of(JSON.label(), TABLE.label(), CSV.label());

    static TextFormat named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    private String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
