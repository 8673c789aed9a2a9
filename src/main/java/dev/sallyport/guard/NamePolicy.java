package dev.sallyport.guard;

import dev.sallyport.guard.Relation.Name;
import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import dev.sallyport.sql.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which names a statement may use: the allow-list of its source, and what is never allowed. */
final class NamePolicy {
    private static final Set<String> FILE_ENDINGS =
            Words.set(
                    "csv tsv txt json jsonl ndjson geojson parquet arrow feather avro gz zst bz2 db duckdb"
                            + " sqlite xlsx xls shp gpkg delta iceberg orc log");

    private final Dialect dialect;
    private final Names names;
    private final SystemObjects systemObjects;
    private final PatternRules databases;
    private final PatternRules schemas;
    private final PatternRules tables;
    private final ColumnPolicy columns;

    NamePolicy(Dialect dialect, AllowList allowList) {
        this.dialect = dialect;
        this.names = new Names(dialect);
        this.systemObjects = new SystemObjects(dialect);
        this.databases = PatternRules.of(allowList.databases());
        this.schemas = PatternRules.of(allowList.schemas());
        this.tables = PatternRules.of(allowList.tables());
        this.columns = new ColumnPolicy(dialect, names, PatternRules.of(allowList.columns()));
    }

    void check(
            Reading reading,
            List<Token> tokens,
            FunctionCatalog functions,
            Optional<String> defaultDatabase) {
        Name home = new Name(defaultDatabase.orElse(""), true);
        if (dialect.lexical().folding() == dev.sallyport.sql.NameFolding.INSENSITIVE) {
            home = new Name(names.fold(home.folded(), true), true);
        }
        for (Relation relation : reading.relations) {
            int offset = tokens.get(relation.start()).offset();
            checkRelation(relation, home, offset);
        }
        if (reading.relations.isEmpty()
                && defaultDatabase.isPresent()
                && !databases.pass(List.of(home), names)) {
            throw new Refusal(RefusalReason.DATABASE_NOT_ALLOWED, -1, notAllowed(home));
        }
        QualifierCheck.check(reading, tokens, dialect);
        if (!columns.any()) {
            List<ResolvedName> relations = new ArrayList<>();
            for (Relation relation : reading.relations) {
                relations.add(resolve(relation.parts(), home));
            }
            columns.check(reading, tokens, functions, relations);
        }
    }

    private static final String DATABASE_HINT =
            "Name tables of the allowed databases only; find them with search_schema.";

    /** The hint with the database, which the statement or its call has named. */
    private static String notAllowed(Name database) {
        return "Database " + database.folded() + " is not in the list. " + DATABASE_HINT;
    }

    /** The databases of the allow-list, where each is written out. */
    Optional<List<String>> listedDatabases() {
        boolean names =
                databases.limited()
                        && databases.allow().stream()
                                .allMatch(pattern ->
                                        pattern.parts().size() == 1
                                                && pattern.parts().getFirst().indexOf('*') < 0);
        return names
                ? Optional.of(
                        databases.allow().stream()
                                .map(pattern -> pattern.parts().getFirst())
                                .filter(name ->
                                        databases.pass(
                                                List.of(
                                                        new Name(
                                                                this.names.fold(name, true), true)),
                                                this.names))
                                .toList())
                : Optional.empty();
    }

    /** Refuses a database that the allow-list lacks, for a call that names it. */
    void checkDatabase(String database) {
        Name name = new Name(names.fold(database, true), true);
        if (!databases.pass(List.of(name), names)) {
            throw new Refusal(RefusalReason.DATABASE_NOT_ALLOWED, -1, notAllowed(name));
        }
    }

    private void checkRelation(Relation relation, Name home, int offset) {
        List<Name> parts = relation.parts();
        if (parts.size() > maxParts()) {
            throw new Refusal(
                    RefusalReason.LINK,
                    offset,
                    "Name tables of this server only, with fewer parts.");
        }
        if (relation.written() && systemObjects.isInformationSchema(parts)) {
            throw new Refusal(
                    RefusalReason.SYSTEM_OBJECT, offset, "Change tables of your own only.");
        }
        if (systemObjects.contains(parts)) {
            throw new Refusal(
                    RefusalReason.SYSTEM_OBJECT,
                    offset,
                    "Read INFORMATION_SCHEMA or use the tools that describe tables instead of system"
                            + " tables.");
        }
        checkFile(parts, offset);
        ResolvedName resolved = resolve(parts, home);
        checkDatabase(resolved, parts, home, offset);
        if (!schemas.any()
                && hasSchemas()
                && !schemas.pass(List.of(resolved.database(), resolved.schema()), names)) {
            throw new Refusal(
                    RefusalReason.SCHEMA_NOT_ALLOWED,
                    offset,
                    "Write an allowed schema before the table's name.");
        }
        if (!tables.any() && !tables.pass(resolved.parts(), names)) {
            throw new Refusal(
                    RefusalReason.TABLE_NOT_ALLOWED,
                    offset,
                    "Name allowed tables only, with their schema; ask for the list of tables.");
        }
    }

    private int maxParts() {
        return switch (dialect.name()) {
            case "mysql", "mariadb", "oracle", "sqlite" -> 2;
            default -> 3;
        };
    }

    private boolean hasSchemas() {
        return switch (dialect.name()) {
            case "mysql", "mariadb", "sqlite" -> false;
            default -> true;
        };
    }

    private ResolvedName resolve(List<Name> parts, Name home) {
        Name name = parts.getLast();
        return switch (parts.size()) {
            case 1 -> new ResolvedName(home, Name.NONE, name);
            case 2 ->
                    hasSchemas()
                            ? new ResolvedName(home, parts.getFirst(), name)
                            : new ResolvedName(parts.getFirst(), Name.NONE, name);
            default -> {
                Name database = parts.get(parts.size() - 3);
                yield new ResolvedName(
                        database.folded().isEmpty() ? home : database,
                        parts.get(parts.size() - 2),
                        name);
            }
        };
    }

    private void checkDatabase(ResolvedName resolved, List<Name> parts, Name home, int offset) {
        Name database = resolved.database();
        boolean foreign = !home.folded().isEmpty() && !database.folded().equals(home.folded());
        if (parts.size() == 3
                && foreign
                && (dialect.equals(Dialects.POSTGRES) || dialect.equals(Dialects.DB2))) {
            throw new Refusal(
                    RefusalReason.DATABASE_NOT_ALLOWED,
                    offset,
                    "Name tables of this database only.");
        }
        if (foreign && parts.size() == 3 && systemObjects.isInformationSchema(parts)) {
            throw new Refusal(
                    RefusalReason.SYSTEM_OBJECT,
                    offset,
                    "Read INFORMATION_SCHEMA of the default database only.");
        }
        if (databases.any()) {
            return;
        }
        boolean known = !database.folded().isEmpty();
        if (known && !databases.pass(List.of(database), names)) {
            throw new Refusal(RefusalReason.DATABASE_NOT_ALLOWED, offset, notAllowed(database));
        }
        if (parts.size() == 2 && isDatabaseOrSchema()) {
            Name qualifier = parts.getFirst();
            String folded = qualifier.folded();
            if (!folded.equals("main")
                    && !folded.equals("dbo")
                    && !folded.equals("information_schema")
                    && !databases.pass(List.of(qualifier), names)) {
                throw new Refusal(
                        RefusalReason.DATABASE_NOT_ALLOWED, offset, notAllowed(qualifier));
            }
        }
    }

    /** Whether the first of two parts may be a database as well as a schema. */
    private boolean isDatabaseOrSchema() {
        return dialect.equals(Dialects.DUCKDB) || dialect.equals(Dialects.CONNX);
    }

    /**
     * DuckDB reads a file where no table has the name; CONNX may part a quoted name at its dots.
     */
    private void checkFile(List<Name> parts, int offset) {
        if (dialect.equals(Dialects.CONNX)
                && parts.stream().anyMatch(part -> part.folded().indexOf('.') >= 0)) {
            throw new Refusal(
                    RefusalReason.AMBIGUOUS_TEXT, offset, "Quote each part of a name apart.");
        }
        if (!dialect.equals(Dialects.DUCKDB)) {
            return;
        }
        boolean file =
                parts.size() > 1 && FILE_ENDINGS.contains(SystemObjects.plain(parts.getLast()));
        for (Name part : parts) {
            for (int i = 0; i < part.folded().length() && !file; i++) {
                file = "./\\:*?[]{}".indexOf(part.folded().charAt(i)) >= 0;
            }
        }
        if (file) {
            throw new Refusal(
                    RefusalReason.FILE,
                    offset,
                    "Read tables of the database; files are out of reach.");
        }
    }

    // ---- what the verdict says

    TableName tableName(Relation relation) {
        List<Name> parts = relation.parts();
        String name = parts.getLast().folded();
        return switch (parts.size()) {
            case 1 -> new TableName(Optional.empty(), Optional.empty(), name);
            case 2 ->
                    hasSchemas()
                            ? new TableName(Optional.empty(), part(parts.getFirst()), name)
                            : new TableName(part(parts.getFirst()), Optional.empty(), name);
            default ->
                    new TableName(
                            part(parts.get(parts.size() - 3)),
                            part(parts.get(parts.size() - 2)),
                            name);
        };
    }

    private static Optional<String> part(Name name) {
        return name.folded().isEmpty() ? Optional.empty() : Optional.of(name.folded());
    }

    // ---- what a search may show

    /** Whether a statement may name a table, given in the spelling that the engine resolves. */
    boolean allows(TableName table, Optional<String> defaultDatabase) {
        try {
            checkRelation(new Relation(0, parts(table), false, false), exact(defaultDatabase), 0);
            return true;
        } catch (Refusal refused) {
            return false;
        }
    }

    /** Whether a statement may name a column, in the spelling that the engine resolves. */
    boolean allows(TableName table, String column, Optional<String> defaultDatabase) {
        if (columns.any()) {
            return true;
        }
        ResolvedName resolved = resolve(parts(table), exact(defaultDatabase));
        return columns.allows(resolved, exact(Optional.of(column)));
    }

    private List<Name> parts(TableName table) {
        List<Name> parts = new ArrayList<>();
        if (hasSchemas()) {
            if (table.catalog().isPresent() && maxParts() > 2) {
                parts.add(exact(table.catalog()));
            }
            if (!parts.isEmpty() || table.schema().isPresent()) {
                parts.add(exact(table.schema()));
            }
        } else if (table.catalog().or(table::schema).isPresent()) {
            parts.add(exact(table.catalog().or(table::schema)));
        }
        parts.add(exact(Optional.of(table.name())));
        return parts;
    }

    private Name exact(Optional<String> name) {
        return name.map(text -> new Name(names.fold(text, true), true)).orElse(Name.NONE);
    }
}
