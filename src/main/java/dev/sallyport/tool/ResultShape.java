package dev.sallyport.tool;

import java.util.Arrays;
import java.util.Locale;

/** What a declared tool answers with. */
enum ResultShape {
    /** All rows as arrays, with their columns. */
    ROWS,
    /** One row as an object by column, or null. */
    ROW,
    /** The one value of the one row, or null. */
    VALUE;

    /** The names in the configuration. */
    static String[] names() {
        return Arrays.stream(values()).map(ResultShape::configName).toArray(String[]::new);
    }

    static ResultShape named(String configName) {
        return valueOf(configName.toUpperCase(Locale.ROOT));
    }

    String configName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
