package dev.sallyport.source;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a user of Trino can do in the catalog of the connection. Few connectors know grants, and
 * Trino tells nobody its rules; but it holds a statement that is only to be checked ({@code EXPLAIN
 * (TYPE VALIDATE)}) against them, before it finds that the transaction only reads.
 */
final class TrinoRights implements RightsProbe {
    /** Each costs a few round trips. */
    private static final int MAX_TABLES = 40;

    private static final int PERMISSION_DENIED = 4;

    /** What the connector cannot do at all, nobody has a right to. */
    private static final int NOT_SUPPORTED = 13;

    private static final int READ_ONLY_VIOLATION = 23;

    private static final int NO_FUNCTION = 6;

    private static final int NO_TABLE = 46;

    private static final String VALIDATE = "EXPLAIN (TYPE VALIDATE) ";

    /**
     * A table, or a view, which takes no changes.
     *
     * @param column any of its columns, as a statement writes it
     */
    private record Table(String name, String column) {}

    /** Whether the user may do what a statement says. */
    private enum Answer {
        YES,
        NO,
        UNKNOWN
    }

    /** A right that is tried on many things. */
    private static final class Tried {
        private final String right;
        private final Grade grade;
        private final String says;
        private final Set<String> may = new LinkedHashSet<>();
        private boolean unknown;

        Tried(String right, Grade grade, String says) {
            this.right = right;
            this.grade = grade;
            this.says = says;
        }

        void add(Answer answer, String thing) {
            switch (answer) {
                case YES -> may.add(thing);
                case UNKNOWN -> unknown = true;
                case NO -> {}
            }
        }

        /** Trino's rules are files of its owner, so that no SQL ends it. */
        Optional<RightsFinding> finding() {
            if (!may.isEmpty()) {
                return Optional.of(
                        RightsFinding.about(right, grade, says, List.copyOf(may), List.of()));
            }
            return unknown
                    ? Optional.of(RightsFinding.unknown(right, grade, says))
                    : Optional.empty();
        }
    }

    @Override
    public Examination.Graded examine(Connection connection, SourceConfig config)
            throws SQLException {
        List<RightsFinding> findings = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(SECONDS);
            String user = names(statement, "SELECT current_user").getFirst();
            Optional<String> own = names(statement, "SELECT current_catalog").stream().findFirst();
            if (own.isPresent()) {
                inCatalog(statement, own.get(), findings);
            } else {
                findings.add(
                        RightsFinding.unknown(
                                "change-tables",
                                Grade.D,
                                "it can change tables, since the URL names no catalog to look at"));
            }
            otherCatalogs(statement, own).ifPresent(findings::add);
            findings.add(
                    RightsFinding.unknown(
                            "procedures",
                            Grade.C,
                            "it can change rows by procedures (CALL), or end queries of others, which"
                                    + " Trino lets nobody ask"));
            return new Examination.Graded(user, findings, List.of());
        }
    }

    private static void inCatalog(Statement statement, String catalog, List<RightsFinding> findings)
            throws SQLException {
        Tried schemas = new Tried("create-schema", Grade.D, "it may make schemas");
        // It is there in every catalog, so that nothing is made where the user may.
        schemas.add(
                ask(
                        statement,
                        "CREATE SCHEMA IF NOT EXISTS " + quoted(catalog) + ".information_schema"),
                catalog);
        Tried create =
                new Tried("change-tables", Grade.D, "it may make tables or views in schemas");
        Tried rows = new Tried("change-rows", Grade.C, "it can change rows of tables");
        Map<String, List<Table>> tables = new LinkedHashMap<>();
        boolean listed = true;
        try {
            listed = tables(statement, catalog, tables);
        } catch (SQLException e) {
            rethrowIfGone(statement, e);
            listed = false;
        }
        for (String schema : tables.keySet()) {
            String probe = quoted(catalog) + "." + quoted(schema) + ".sallyport_probe";
            create.add(
                    ask(statement, VALIDATE + "CREATE TABLE " + probe + " AS SELECT 1 AS a"),
                    schema);
            create.add(
                    ask(statement, VALIDATE + "CREATE VIEW " + probe + " AS SELECT 1 AS a"),
                    schema);
            for (Table table : tables.get(schema)) {
                String name = quoted(catalog) + "." + quoted(schema) + "." + quoted(table.name());
                Answer may = Answer.NO;
                for (String sql :
                        List.of(
                                "INSERT INTO %s (%s) SELECT NULL".formatted(name, table.column()),
                                "UPDATE %s SET %s = NULL".formatted(name, table.column()),
                                "DELETE FROM " + name)) {
                    may = may == Answer.YES ? may : or(may, ask(statement, VALIDATE + sql));
                }
                rows.add(may, schema + "." + table.name());
            }
        }
        if (!listed) {
            create.add(Answer.UNKNOWN, "");
            rows.add(Answer.UNKNOWN, "");
        }
        Tried passing =
                new Tried(
                        "other-servers",
                        Grade.D,
                        "it can hand any text to the database behind the catalog, by a table function");
        passing.add(
                ask(
                        statement,
                        VALIDATE
                                + "SELECT * FROM TABLE(%s.system.query(query => 'SELECT 1'))"
                                        .formatted(quoted(catalog))),
                catalog);
        passing.finding().ifPresent(findings::add);
        schemas.finding().ifPresent(findings::add);
        create.finding().ifPresent(findings::add);
        rows.finding().ifPresent(findings::add);
    }

    private static Answer or(Answer one, Answer other) {
        return other == Answer.NO ? one : other;
    }

    /** Whether these are all. */
    private static boolean tables(
            Statement statement, String catalog, Map<String, List<Table>> tables)
            throws SQLException {
        String in = " FROM " + quoted(catalog) + ".information_schema.";
        String of = " WHERE %s <> 'information_schema' ORDER BY 1 LIMIT " + (MAX_TABLES + 1);
        List<String> schemas =
                names(
                        statement,
                        "SELECT schema_name" + in + "schemata" + of.formatted("schema_name"));
        int count = schemas.size();
        for (String schema : schemas.subList(0, Math.min(MAX_TABLES, schemas.size()))) {
            tables.put(schema, new ArrayList<>());
        }
        try (ResultSet rows =
                statement.executeQuery(
                        "SELECT table_schema, table_name, min(column_name)"
                                + in
                                + "columns"
                                + of.formatted("table_schema")
                                        .replace(" ORDER", " GROUP BY 1, 2 ORDER"))) {
            int found = 0;
            while (rows.next()) {
                if (found++ < MAX_TABLES) {
                    tables.computeIfAbsent(rows.getString(1), key -> new ArrayList<>())
                            .add(new Table(rows.getString(2), quoted(rows.getString(3))));
                }
            }
            count = Math.max(count, found);
        }
        return count <= MAX_TABLES;
    }

    private static Optional<RightsFinding> otherCatalogs(Statement statement, Optional<String> own)
            throws SQLException {
        Tried catalogs = new Tried("other-catalogs", Grade.B, "it sees other catalogs");
        try {
            for (String name : names(statement, "SHOW CATALOGS")) {
                boolean other = own.filter(name::equals).isEmpty() && !name.equals("system");
                catalogs.add(other ? Answer.YES : Answer.NO, name);
            }
        } catch (SQLException e) {
            rethrowIfGone(statement, e);
            catalogs.add(Answer.UNKNOWN, "");
        }
        return catalogs.finding();
    }

    /** Nothing that is asked can change anything: it is only checked, or is there already. */
    private static Answer ask(Statement statement, String sql) throws SQLException {
        try {
            statement.execute(sql);
            return Answer.YES;
        } catch (SQLException e) {
            rethrowIfGone(statement, e);
            return switch (e.getErrorCode()) {
                case PERMISSION_DENIED, NOT_SUPPORTED, NO_TABLE, NO_FUNCTION -> Answer.NO;
                case READ_ONLY_VIOLATION -> Answer.YES;
                default -> Answer.UNKNOWN;
            };
        } finally {
            // An error ends the transaction.
            statement.getConnection().rollback();
        }
    }

    private static void rethrowIfGone(Statement statement, SQLException e) throws SQLException {
        if (Objects.requireNonNullElse(e.getSQLState(), "").startsWith("08")
                || statement.getConnection().isClosed()) {
            throw e;
        }
    }

    private static List<String> names(Statement statement, String sql) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                Optional.ofNullable(rows.getString(1)).ifPresent(names::add);
            }
        }
        return names;
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
