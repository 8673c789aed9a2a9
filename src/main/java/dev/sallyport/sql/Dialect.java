package dev.sallyport.sql;

import java.util.List;
import java.util.Locale;

/**
 * A dialect of SQL.
 *
 * @param name the name in configuration and on the command line
 * @param title the name for people
 * @param jdbcPrefixes how JDBC URLs of its engines begin
 */
public record Dialect(String name, String title, List<String> jdbcPrefixes) {
    public Dialect {
        jdbcPrefixes = List.copyOf(jdbcPrefixes);
    }

    boolean speaks(String jdbcUrl) {
        String url = jdbcUrl.toLowerCase(Locale.ROOT);
        return jdbcPrefixes.stream().anyMatch(url::startsWith);
    }

    @Override
    public String toString() {
        return name;
    }
}
