package dev.sallyport.catalog;

import dev.sallyport.catalog.CatalogTable.CatalogColumn;
import dev.sallyport.source.SourceConnection;
import dev.sallyport.sql.TableName;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads tables, columns and keys off a driver. */
final class MetadataReader {
    static final int MAX_TABLES = 10_000;
    static final int MAX_COLUMNS = 200_000;
    private static final int MAX_COMMENT = 1_000;

    /** Kinds of tables that an agent may ask of; system tables and indexes are none of them. */
    private static final Set<String> KINDS =
            Set.of(
                    "TABLE",
                    "BASE TABLE",
                    "VIEW",
                    "MATERIALIZED VIEW",
                    "PARTITIONED TABLE",
                    "FOREIGN TABLE",
                    "EXTERNAL TABLE",
                    "SYNONYM",
                    "ALIAS");

    private static final Set<String> SYSTEM_SCHEMAS =
            Set.of("information_schema", "pg_catalog", "pg_toast", "sys", "system_lobs");

    /** Databases of MySQL and MariaDB that hold nothing of the owner's. */
    private static final Set<String> SYSTEM_DATABASES =
            Set.of("information_schema", "mysql", "performance_schema", "sys");

    private final SourceConnection source;
    private final DatabaseMetaData metadata;
    private final Identifiers identifiers;
    private final String defaultSchema;
    private final @Nullable String ownCatalog;
    private final String defaultCatalog;

    /** Whether a table belongs to a database and to no schema in it, as in MySQL. */
    private final boolean withoutSchemas;

    /**
     * A reader of one connection.
     *
     * @param defaultDatabase the database of all tables, where the driver has no catalogues
     */
    MetadataReader(SourceConnection source, Optional<String> defaultDatabase) throws SQLException {
        Connection connection = source.jdbc();
        this.source = source;
        this.metadata = connection.getMetaData();
        this.identifiers = Identifiers.of(metadata);
        this.defaultSchema = Objects.requireNonNullElse(connection.getSchema(), "");
        this.ownCatalog = present(connection.getCatalog()).orElse(null);
        this.defaultCatalog = Objects.requireNonNullElse(ownCatalog, defaultDatabase.orElse(""));
        this.withoutSchemas =
                metadata.supportsCatalogsInDataManipulation()
                        && !metadata.supportsSchemasInDataManipulation();
    }

    /** All tables with their columns, as many as the limits have room for. */
    List<CatalogTable> tables() throws SQLException {
        Comments comments = Comments.read(source);
        Map<TableName, Described> tables = new HashMap<>();
        List<TableName> order = new ArrayList<>();
        try (ResultSet rows = metadata.getTables(catalog(), null, "%", kinds())) {
            while (rows.next() && order.size() < MAX_TABLES) {
                TableName name = name(rows.getString(1), rows.getString(2), rows.getString(3));
                if (!isSystem(name) && !tables.containsKey(name)) {
                    tables.put(name, Described.of(kind(rows.getString(4)), rows.getString(5)));
                    order.add(name);
                }
            }
        }
        Map<TableName, List<CatalogColumn>> columns = columns(order, comments);
        List<CatalogTable> result = new ArrayList<>(order.size());
        for (TableName name : order) {
            Described table = Objects.requireNonNull(tables.get(name));
            result.add(
                    new CatalogTable(
                            name,
                            shown(name),
                            table.kind,
                            comment(table.comment).or(() -> comment(comments.of(name, ""))),
                            columns.getOrDefault(name, List.of())));
        }
        return List.copyOf(result);
    }

    /** Names of the server's databases, as the login sees them. */
    List<String> databases() throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet rows = metadata.getCatalogs()) {
            while (rows.next() && names.size() < MAX_TABLES) {
                present(rows.getString(1)).ifPresent(names::add);
            }
        }
        return List.copyOf(names);
    }

    /** Columns of the primary key, in the engine's spelling. */
    Set<String> primaryKey(TableName table) throws SQLException {
        Set<String> columns = new HashSet<>();
        try (ResultSet rows =
                metadata.getPrimaryKeys(
                        table.catalog().orElse(null), table.schema().orElse(null), table.name())) {
            while (rows.next()) {
                columns.add(rows.getString(4));
            }
        }
        return columns;
    }

    /**
     * Foreign keys: from the column's name to the table that it refers to, and its column there.
     */
    Map<String, Reference> references(TableName table) throws SQLException {
        Map<String, Reference> references = new HashMap<>();
        try (ResultSet rows =
                metadata.getImportedKeys(
                        table.catalog().orElse(null), table.schema().orElse(null), table.name())) {
            while (rows.next()) {
                TableName target = name(rows.getString(1), rows.getString(2), rows.getString(3));
                references.putIfAbsent(
                        rows.getString(8),
                        new Reference(
                                target,
                                rows.getString(4),
                                shown(target) + "." + identifiers.shown(rows.getString(4))));
            }
        }
        return references;
    }

    /**
     * A foreign key's other end.
     *
     * @param shown table and column as a statement writes them
     */
    record Reference(TableName table, String column, String shown) {
        boolean isShownBy(CatalogView view) {
            return view.shows(table) && view.shows(table, column);
        }
    }

    private record Described(String kind, @Nullable String comment) {
        static Described of(String kind, @Nullable String comment) {
            // MySQL says of a view that it is one.
            boolean idle = kind.equals("view") && "VIEW".equals(comment);
            return new Described(kind, idle ? null : comment);
        }
    }

    private Map<TableName, List<CatalogColumn>> columns(List<TableName> tables, Comments comments)
            throws SQLException {
        Set<Home> homes = new LinkedHashSet<>();
        tables.forEach(table -> homes.add(home(table)));
        Map<TableName, List<CatalogColumn>> columns = new HashMap<>();
        int count = 0;
        for (Home home : homes) {
            String pattern = home.schema().map(this::escaped).orElse(null);
            try (ResultSet rows =
                    metadata.getColumns(home.catalog().orElse(null), pattern, "%", "%")) {
                while (rows.next() && count < MAX_COLUMNS) {
                    TableName table = name(rows.getString(1), rows.getString(2), rows.getString(3));
                    columns.computeIfAbsent(table, ignored -> new ArrayList<>())
                            .add(column(rows, table, comments));
                    count++;
                }
            }
        }
        return columns;
    }

    private CatalogColumn column(ResultSet rows, TableName table, Comments comments)
            throws SQLException {
        String name = rows.getString(4);
        String type = rows.getString(6);
        int jdbcType = rows.getInt(5);
        int size = rows.getInt(7);
        int digits = rows.getInt(9);
        boolean nullable = rows.getInt(11) != DatabaseMetaData.columnNoNulls;
        return new CatalogColumn(
                name,
                identifiers.shown(name),
                ColumnTypes.text(type, jdbcType, size, digits),
                nullable,
                comment(rows.getString(12)).or(() -> comment(comments.of(table, name))));
    }

    /** Where the columns of tables are asked for at once. */
    private record Home(Optional<String> catalog, Optional<String> schema) {}

    private Home home(TableName table) {
        return new Home(
                withoutSchemas ? table.catalog() : Optional.ofNullable(catalog()), table.schema());
    }

    /** Only the catalogue of the connection, unless a statement reaches others all the same. */
    private @Nullable String catalog() {
        return withoutSchemas ? null : ownCatalog;
    }

    private String @Nullable [] kinds() throws SQLException {
        List<String> kinds = new ArrayList<>();
        try (ResultSet rows = metadata.getTableTypes()) {
            while (rows.next()) {
                String kind = rows.getString(1).strip();
                if (KINDS.contains(kind.toUpperCase(Locale.ROOT))) {
                    kinds.add(kind);
                }
            }
        }
        return kinds.isEmpty() ? null : kinds.toArray(String[]::new);
    }

    private static String kind(@Nullable String type) {
        String kind = type == null ? "table" : type.strip().toLowerCase(Locale.ROOT);
        return kind.equals("base table") ? "table" : kind;
    }

    private boolean isSystem(TableName name) {
        if (withoutSchemas) {
            return name.catalog().filter(SYSTEM_DATABASES::contains).isPresent();
        }
        if (name.schema().filter(source.systemSchemas()::contains).isPresent()) {
            return true;
        }
        return name.schema()
                .map(schema -> schema.toLowerCase(Locale.ROOT))
                .filter(schema -> SYSTEM_SCHEMAS.contains(schema) || schema.startsWith("pg_"))
                .isPresent();
    }

    private TableName name(
            @Nullable String catalog, @Nullable String schema, @Nullable String table) {
        return new TableName(
                present(catalog).or(() -> present(defaultCatalog)),
                present(schema),
                Objects.requireNonNullElse(table, ""));
    }

    private static Optional<String> present(@Nullable String name) {
        return Optional.ofNullable(name).filter(text -> !text.isEmpty());
    }

    private String shown(TableName name) {
        String table = identifiers.shown(name.name());
        boolean elsewhere = name.catalog().filter(own -> !own.equals(defaultCatalog)).isPresent();
        if (elsewhere && !withoutSchemas) {
            return identifiers.shown(name.catalog().get())
                    + "."
                    + name.schema().map(identifiers::shown).orElse("")
                    + "."
                    + table;
        }
        Optional<String> qualifier =
                withoutSchemas
                        ? name.catalog().filter(catalog -> elsewhere)
                        : name.schema().filter(schema -> !schema.equals(defaultSchema));
        return qualifier.map(schema -> identifiers.shown(schema) + "." + table).orElse(table);
    }

    private static Optional<String> comment(@Nullable String text) {
        return present(text == null ? null : text.strip())
                .map(comment ->
                        comment.length() <= MAX_COMMENT
                                ? comment
                                : comment.substring(0, MAX_COMMENT) + "…");
    }

    private String escaped(String name) {
        try {
            String escape = metadata.getSearchStringEscape();
            if (escape == null || escape.isEmpty()) {
                return name;
            }
            return name.replace(escape, escape + escape)
                    .replace("_", escape + "_")
                    .replace("%", escape + "%");
        } catch (SQLException e) {
            return name;
        }
    }
}
