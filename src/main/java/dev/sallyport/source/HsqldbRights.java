package dev.sallyport.source;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What a login of HSQLDB can do, as the catalog tells: by itself, by a role that it is a member of,
 * and as anybody ({@code PUBLIC}). Of a file, also what the operating system lets this process do.
 */
final class HsqldbRights implements RightsProbe {
    /** Who has a right is the login, one of its roles, or everybody. */
    private static final String MINE =
            "(CURRENT_USER, 'PUBLIC') OR GRANTEE IN (SELECT ROLE_NAME FROM"
                    + " INFORMATION_SCHEMA.ENABLED_ROLES)";

    private static final String SYSTEM = "('INFORMATION_SCHEMA', 'SYSTEM_LOBS')";

    private static final CatalogProbe ADMINISTRATOR =
            new CatalogProbe(
                    "administrator",
                    Grade.F,
                    "it is an administrator, and can read and write files",
                    roles("'DBA'"));

    private static final List<CatalogProbe> PROBES =
            List.of(
                    new CatalogProbe(
                            "administrator-role",
                            Grade.D,
                            "it may make schemas, or change who it is",
                            roles("'CREATE_SCHEMA', 'CHANGE_AUTHORIZATION', 'SCRIPT_OPS'")),
                    new CatalogProbe(
                            "owned-schema",
                            Grade.D,
                            "it owns schemas",
                            // Another owner HSQLDB gives a schema only by a new schema.
                            "SELECT SCHEMA_NAME, NULL FROM INFORMATION_SCHEMA.SCHEMATA WHERE"
                                    + " SCHEMA_OWNER = CURRENT_USER OR SCHEMA_OWNER IN (SELECT"
                                    + " ROLE_NAME FROM INFORMATION_SCHEMA.ENABLED_ROLES) ORDER BY 1"),
                    new CatalogProbe(
                            "change-tables",
                            Grade.D,
                            "it may make tables that refer to tables, and hold their rows",
                            tables("'REFERENCES'")),
                    new CatalogProbe(
                            "grant-option",
                            Grade.D,
                            "it may hand on its rights",
                            """
                            SELECT DISTINCT TABLE_SCHEMA || '.' || TABLE_NAME,
                              'REVOKE GRANT OPTION FOR ' || PRIVILEGE_TYPE || ' ON TABLE ' || %s || ' FROM ' || %s || ' RESTRICT'
                            FROM INFORMATION_SCHEMA.TABLE_PRIVILEGES
                            WHERE IS_GRANTABLE = 'YES' AND TABLE_SCHEMA NOT IN %s AND (GRANTEE IN %s) ORDER BY 1, 2
                            """
                                    .formatted(
                                            name("TABLE_SCHEMA", "TABLE_NAME"),
                                            name("GRANTEE"),
                                            SYSTEM,
                                            MINE)),
                    new CatalogProbe(
                            "change-rows",
                            Grade.C,
                            "it can change rows of tables",
                            tables("'INSERT', 'UPDATE', 'DELETE'")),
                    new CatalogProbe(
                            "functions-of-others",
                            Grade.C,
                            "it can call routines, which run with the rights of their owners",
                            """
                            SELECT ROUTINE_SCHEMA || '.' || ROUTINE_NAME,
                              'REVOKE EXECUTE ON SPECIFIC ROUTINE ' || %s || ' FROM ' || %s || ' RESTRICT'
                            FROM INFORMATION_SCHEMA.ROUTINE_PRIVILEGES
                            WHERE ROUTINE_SCHEMA NOT IN %s AND (GRANTEE IN %s) ORDER BY 1, 2
                            """
                                    .formatted(
                                            name("ROUTINE_SCHEMA", "SPECIFIC_NAME"),
                                            name("GRANTEE"),
                                            SYSTEM,
                                            MINE)),
                    new CatalogProbe(
                            "change-sequences",
                            Grade.C,
                            "it can advance sequences",
                            """
                            SELECT OBJECT_SCHEMA || '.' || OBJECT_NAME,
                              'REVOKE USAGE ON SEQUENCE ' || %s || ' FROM ' || %s || ' RESTRICT'
                            FROM INFORMATION_SCHEMA.USAGE_PRIVILEGES WHERE OBJECT_TYPE = 'SEQUENCE'
                              AND OBJECT_SCHEMA NOT IN %s AND (GRANTEE IN %s) ORDER BY 1, 2
                            """
                                    .formatted(
                                            name("OBJECT_SCHEMA", "OBJECT_NAME"),
                                            name("GRANTEE"),
                                            SYSTEM,
                                            MINE)));

    private final FileAccess access;

    HsqldbRights() {
        this(new FileAccess());
    }

    HsqldbRights(FileAccess access) {
        this.access = access;
    }

    @Override
    public Examination.Graded examine(Connection connection, SourceConfig config)
            throws SQLException {
        List<RightsFinding> findings = new ArrayList<>();
        String login;
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(SECONDS);
            statement.setMaxRows(CatalogProbe.MAX_ROWS);
            try (ResultSet rows = statement.executeQuery("VALUES (CURRENT_USER)")) {
                login = rows.next() ? rows.getString(1) : "";
            }
            ADMINISTRATOR.finding(statement).ifPresent(findings::add);
            // An administrator has every right, and every other finding would follow from this.
            if (findings.isEmpty()) {
                for (CatalogProbe probe : PROBES) {
                    probe.findingOrUnknown(statement).ifPresent(findings::add);
                }
            }
        }
        connection.rollback();
        HsqldbEngine.file(config.url())
                .ifPresent(file ->
                        findings.addAll(
                                access.findings(
                                        List.of(Path.of(file + ".script"), Path.of(file + ".data")),
                                        !config.writes())));
        return new Examination.Graded(login, findings, recipe());
    }

    private static List<String> recipe() {
        return List.of(
                "CREATE USER SALLYPORT_READER PASSWORD '<password>'",
                "GRANT SELECT ON ALL TABLES IN SCHEMA PUBLIC TO SALLYPORT_READER");
    }

    private static String roles(String names) {
        return """
        SELECT ROLE_NAME, 'REVOKE ' || ROLE_NAME || ' FROM ' || %s || ' RESTRICT'
        FROM INFORMATION_SCHEMA.ROLE_AUTHORIZATION_DESCRIPTORS
        WHERE ROLE_NAME IN (%s) AND GRANTEE <> 'DBA' AND (GRANTEE IN %s) ORDER BY 1, 2
        """
                .formatted(name("GRANTEE"), names, MINE);
    }

    /**
     * Of columns too, which take what is on the whole table with them. Not looked for is a right to
     * triggers, which nobody can use beside the owner of a schema.
     */
    private static String tables(String privileges) {
        return """
        SELECT DISTINCT TABLE_SCHEMA || '.' || TABLE_NAME,
          'REVOKE ' || PRIVILEGE_TYPE || ' ON TABLE ' || %s || ' FROM ' || %s || ' RESTRICT'
        FROM (SELECT TABLE_SCHEMA, TABLE_NAME, GRANTEE, PRIVILEGE_TYPE FROM INFORMATION_SCHEMA.TABLE_PRIVILEGES
          UNION SELECT TABLE_SCHEMA, TABLE_NAME, GRANTEE, PRIVILEGE_TYPE
          FROM INFORMATION_SCHEMA.COLUMN_PRIVILEGES) WHERE PRIVILEGE_TYPE IN (%s)
          AND TABLE_SCHEMA NOT IN %s AND (GRANTEE IN %s) ORDER BY 1, 2
        """
                .formatted(
                        name("TABLE_SCHEMA", "TABLE_NAME"),
                        name("GRANTEE"),
                        privileges,
                        SYSTEM,
                        MINE);
    }

    /** An expression for a name as an administrator writes it. */
    private static String name(String... columns) {
        List<String> parts = new ArrayList<>();
        for (String column : columns) {
            parts.add("'\"' || REPLACE(" + column + ", '\"', '\"\"') || '\"'");
        }
        return String.join(" || '.' || ", parts);
    }
}
