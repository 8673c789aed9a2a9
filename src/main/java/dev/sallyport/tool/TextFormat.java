package dev.sallyport.tool;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How the rows of an answer are written as text. */
enum TextFormat {
    /** The structured content as compact JSON. */
    JSON,
    /** A line a row, values between bars: the fewest bytes with the types of the columns. */
    TABLE,
    /** Comma-separated values as RFC 4180 has them. */
    CSV;

    static List<String> names() {
        return Arrays.stream(values()).map(TextFormat::label).toList();
    }

    static TextFormat named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    private String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
