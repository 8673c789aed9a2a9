package dev.sallyport.sql;

import java.util.List;
import java.util.Locale;

/**
 * A dialect of SQL.
 *
 * @param name the name in configuration and on the command line
 * @param title the name for people
 * @param jdbcPrefixes how JDBC URLs of its engines begin
 * @param lexical how its text falls into tokens
 */
public record Dialect(String name, String title, List<String> jdbcPrefixes, LexicalRules lexical) {
    public Dialect {
        jdbcPrefixes = List.copyOf(jdbcPrefixes);
    }

    boolean speaks(String jdbcUrl) {
        String url = jdbcUrl.toLowerCase(Locale.ROOT);
        return jdbcPrefixes.stream().anyMatch(url::startsWith);
    }

    /** A dialect is known by its name. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Dialect dialect && name.equals(dialect.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
