package dev.sallyport.source;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a login of H2 can do.
 *
 * <p>A login that is no administrator may not read which rights it has, so they are tried: H2 looks
 * at rights before it looks for rows, and before it finds that a schema is there already. What this
 * does not see: a right to update or delete rows of a table that the login may not select from.
 */
final class H2Rights implements RightsProbe {
    private static final int MAX_TABLES = 200;

    /** "Not enough rights", "admin rights are required". */
    private static final List<Integer> NO_RIGHT = List.of(90096, 90040);

    /** The file is opened for reading: the engine itself refuses before it looks at rights. */
    private static final int READ_ONLY = 90097;

    /** Their triggers act once a statement, even on no row: nothing is tried on them. */
    private static final String TRIGGERED =
            """
            SELECT DISTINCT EVENT_OBJECT_SCHEMA || '.' || EVENT_OBJECT_TABLE
            FROM INFORMATION_SCHEMA.TRIGGERS WHERE ACTION_ORIENTATION = 'STATEMENT' ORDER BY 1
            """;

    /** Each with a column that takes a value. */
    private static final String TABLES =
            """
            SELECT TABLE_SCHEMA, TABLE_NAME, MIN(COLUMN_NAME) FROM INFORMATION_SCHEMA.COLUMNS
            WHERE TABLE_SCHEMA <> 'INFORMATION_SCHEMA' AND IS_GENERATED = 'NEVER'
              AND (IDENTITY_GENERATION IS NULL OR IDENTITY_GENERATION <> 'ALWAYS')
              AND (TABLE_SCHEMA, TABLE_NAME) IN (
                SELECT TABLE_SCHEMA, TABLE_NAME FROM INFORMATION_SCHEMA.TABLES
                WHERE TABLE_TYPE = 'BASE TABLE')
              AND (TABLE_SCHEMA, TABLE_NAME) NOT IN (
                SELECT EVENT_OBJECT_SCHEMA, EVENT_OBJECT_TABLE FROM INFORMATION_SCHEMA.TRIGGERS
                WHERE ACTION_ORIENTATION = 'STATEMENT')
            GROUP BY TABLE_SCHEMA, TABLE_NAME ORDER BY 1, 2 LIMIT %d
            """
                    .formatted(MAX_TABLES);

    private static final String OWNED =
            """
            SELECT SCHEMA_NAME FROM INFORMATION_SCHEMA.SCHEMATA
            WHERE SCHEMA_OWNER = CURRENT_USER
               OR SCHEMA_OWNER IN (SELECT ROLE_NAME FROM INFORMATION_SCHEMA.ROLES)
            ORDER BY 1
            """;

    @Override
    public Examination.Graded examine(Connection connection, SourceConfig config)
            throws SQLException {
        List<RightsFinding> findings = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(SECONDS);
            String login = names(statement, "SELECT CURRENT_USER").getFirst();
            if (isAdministrator(statement)) {
                findings.add(
                        new RightsFinding(
                                "administrator",
                                Grade.F,
                                "it is an administrator: functions of H2 read and write files and run"
                                        + " Java for it",
                                List.of("ALTER USER " + quoted(login) + " ADMIN FALSE")));
            } else {
                ownedSchemas(statement).ifPresent(findings::add);
                anySchema(statement, login).ifPresent(findings::add);
                tables(statement, login).ifPresent(findings::add);
                untried(statement).ifPresent(findings::add);
            }
            return new Examination.Graded(login, findings, recipe());
        }
    }

    private static boolean isAdministrator(Statement statement) throws SQLException {
        return !names(
                        statement,
                        "SELECT USER_NAME FROM INFORMATION_SCHEMA.USERS WHERE USER_NAME ="
                                + " CURRENT_USER AND IS_ADMIN")
                .isEmpty();
    }

    private static Optional<RightsFinding> ownedSchemas(Statement statement) throws SQLException {
        List<String> owned = names(statement, OWNED);
        return owned.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        RightsFinding.about(
                                "owned-schema",
                                Grade.D,
                                "it owns schemas",
                                owned,
                                // H2 cannot give a schema another owner.
                                List.of()));
    }

    private static Optional<RightsFinding> anySchema(Statement statement, String login)
            throws SQLException {
        return may(statement, "CREATE SCHEMA IF NOT EXISTS PUBLIC", true)
                ? Optional.of(
                        new RightsFinding(
                                "alter-any-schema",
                                Grade.D,
                                "it can make, change and drop schemas and tables",
                                List.of("REVOKE ALTER ANY SCHEMA FROM " + quoted(login))))
                : Optional.empty();
    }

    private static Optional<RightsFinding> tables(Statement statement, String login)
            throws SQLException {
        Map<String, String> columns = new LinkedHashMap<>();
        try (ResultSet rows = statement.executeQuery(TABLES)) {
            while (rows.next()) {
                columns.put(
                        quoted(rows.getString(1)) + "." + quoted(rows.getString(2)),
                        quoted(rows.getString(3)));
            }
        }
        List<String> changeable = new ArrayList<>();
        List<String> fixes = new ArrayList<>();
        for (Map.Entry<String, String> entry : columns.entrySet()) {
            List<String> rights = rights(statement, entry.getKey(), entry.getValue());
            if (!rights.isEmpty()) {
                changeable.add(entry.getKey());
                fixes.add(
                        "REVOKE "
                                + String.join(", ", rights)
                                + " ON "
                                + entry.getKey()
                                + " FROM "
                                + quoted(login));
            }
        }
        return changeable.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        RightsFinding.about(
                                "change-rows",
                                Grade.C,
                                "it can change rows, by a right of its own, of a role or on a schema",
                                changeable,
                                fixes));
    }

    /** What was not tried counts as a right; on a file that is only read it is none. */
    private static Optional<RightsFinding> untried(Statement statement) throws SQLException {
        List<String> triggered = names(statement, TRIGGERED);
        return triggered.isEmpty() || statement.getConnection().isReadOnly()
                ? Optional.empty()
                : Optional.of(
                        RightsFinding.unknown(
                                "not-tried",
                                Grade.C,
                                "it can change rows of tables whose triggers would act if it were tried: "
                                        + RightsFinding.named(triggered)));
    }

    private static List<String> rights(Statement statement, String table, String column)
            throws SQLException {
        List<String> rights = new ArrayList<>();
        if (may(
                statement,
                "INSERT INTO " + table + " (" + column + ") SELECT NULL WHERE FALSE",
                false)) {
            rights.add("INSERT");
        }
        if (may(statement, "UPDATE " + table + " SET " + column + " = NULL WHERE FALSE", false)) {
            rights.add("UPDATE");
        }
        if (may(statement, "DELETE FROM " + table + " WHERE FALSE", false)) {
            rights.add("DELETE");
        }
        return rights;
    }

    /**
     * Whether the login has the right to a statement that changes nothing.
     *
     * @param rightsFirst whether H2 looks at rights before it finds that the file is only read
     */
    private static boolean may(Statement statement, String sql, boolean rightsFirst)
            throws SQLException {
        try {
            statement.execute(sql);
            return true;
        } catch (SQLException e) {
            if (NO_RIGHT.contains(e.getErrorCode())) {
                return false;
            }
            if (e.getErrorCode() == READ_ONLY) {
                return rightsFirst;
            }
            throw e;
        }
    }

    private static List<String> recipe() {
        return List.of(
                "CREATE USER sallyport_reader PASSWORD '<password>'",
                "GRANT SELECT ON SCHEMA PUBLIC TO sallyport_reader");
    }

    private static List<String> names(Statement statement, String sql) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
