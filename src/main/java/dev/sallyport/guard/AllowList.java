package dev.sallyport.guard;

import dev.sallyport.config.ConfigSection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The names that statements against one source may use.
 *
 * @param databases databases (catalogs); in MySQL and MariaDB the schemas, in SQLite the attached
 *     names
 * @param schemas schemas, alone or after their database's name and a dot
 * @param tables tables and views, alone or after the names of schema and database
 * @param columns columns, after the name of their table, or with more names before
 */
public record AllowList(
        NameRules databases, NameRules schemas, NameRules tables, NameRules columns) {
    /** No list is configured: what the login may see, a statement may name. */
    public static final AllowList ANY =
            new AllowList(NameRules.ANY, NameRules.ANY, NameRules.ANY, NameRules.ANY);

    /** Only these databases, and everything in them. */
    public static AllowList ofDatabases(Collection<String> databases) {
        return new AllowList(
                NameRules.only(databases), NameRules.ANY, NameRules.ANY, NameRules.ANY);
    }

    /**
     * Reads the keys {@code allowed-…} and {@code denied-…} of a source's section; where neither is
     * there, any name of the kind may be used.
     */
    public static AllowList read(ConfigSection source) {
        return new AllowList(
                rules(source, "databases"),
                rules(source, "schemas"),
                rules(source, "tables"),
                rules(source, "columns"));
    }

    /**
     * This list, and a table that nobody may name, in whatever schema.
     *
     * @param name of the table, with or without its schema
     */
    public AllowList without(String name) {
        List<String> denied = new ArrayList<>(tables.deny());
        denied.add(name.substring(name.lastIndexOf('.') + 1));
        return new AllowList(databases, schemas, new NameRules(tables.allow(), denied), columns);
    }

    private static NameRules rules(ConfigSection source, String kind) {
        String allowed = "allowed-" + kind;
        Optional<List<String>> allow = source.texts(allowed);
        if (allow.isPresent() && allow.get().isEmpty()) {
            source.problem(allowed, "must name something; leave the key out to allow any");
        }
        return new NameRules(allow, source.texts("denied-" + kind).orElse(List.of()));
    }
}
