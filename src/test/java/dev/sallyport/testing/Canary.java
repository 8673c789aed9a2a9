package dev.sallyport.testing;

import java.util.List;
import java.util.Locale;

/** A word that is in statements, values and credentials of the tests, and must be in no log. */
public final class Canary {
    public static final String WORD = "canary7f3a";

    private Canary() {}

    /** A statement with the word in a comment at its end. */
    public static String in(String sql) {
        return sql.isBlank() ? sql : sql + " /* " + WORD + " */";
    }

    /** The lines that the word has got into. */
    public static List<String> leaks(String log) {
        return log.lines().filter(line -> line.toLowerCase(Locale.ROOT).contains(WORD)).toList();
    }
}
