package dev.sallyport.source;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * What a login of Db2 for Linux, UNIX and Windows can do, as its catalog tells: by itself, by its
 * groups and roles, and as anybody ({@code PUBLIC}).
 */
final class Db2Rights implements RightsProbe {
    static final String LOGIN = "VALUES (CURRENT_USER)";

    /** What the authorities table function calls whoever has an authority in any way. */
    private static final String AUTHORITIES =
            "SELECT AUTHORITY, D_PUBLIC FROM TABLE(SYSPROC.AUTH_LIST_AUTHORITIES_FOR_AUTHID(CURRENT_USER,"
                    + " 'U')) AS A WHERE 'Y' IN (D_USER, D_GROUP, D_PUBLIC, ROLE_USER, ROLE_GROUP,"
                    + " ROLE_PUBLIC)";

    private static final String USER = "RTRIM(CURRENT_USER)";

    static final CatalogProbe SUPERUSER =
            new CatalogProbe(
                    "superuser",
                    Grade.F,
                    "it is an administrator, or may become one",
                    authorities("IN ('SYSADM', 'DBADM', 'SECADM', 'ACCESSCTRL', 'DATAACCESS')"));

    static final List<CatalogProbe> PROBES =
            List.of(
                    new CatalogProbe(
                            "files",
                            Grade.F,
                            "it can load files of the server, or run code there",
                            authorities(
                                    "IN ('LOAD', 'CREATE_EXTERNAL_ROUTINE', 'CREATE_NOT_FENCED',"
                                            + " 'CREATE_NOT_FENCED_ROUTINE')")),
                    new CatalogProbe(
                            "authorities",
                            Grade.D,
                            "it has authorities by which it makes tables or acts on the server",
                            authorities(
                                    "NOT IN ('CONNECT', 'SQLADM', 'EXPLAIN', 'SYSMON', 'LOAD',"
                                            + " 'CREATE_EXTERNAL_ROUTINE', 'CREATE_NOT_FENCED',"
                                            + " 'CREATE_NOT_FENCED_ROUTINE')")),
                    new CatalogProbe(
                            "change-tables",
                            Grade.D,
                            "it can change or own tables, views or routines",
                            privileges(
                                    "PRIVILEGE NOT IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE', 'EXECUTE',"
                                            + " 'USAGE', 'READ', 'WRITE', 'BIND')")),
                    new CatalogProbe(
                            "change-rows",
                            Grade.C,
                            "it can change rows of tables, or variables",
                            privileges("PRIVILEGE IN ('INSERT', 'UPDATE', 'DELETE', 'WRITE')")),
                    new CatalogProbe(
                            "functions-of-others",
                            Grade.C,
                            "it can run routines and packages with the rights of others",
                            privileges("PRIVILEGE IN ('EXECUTE', 'BIND')")),
                    new CatalogProbe(
                            "change-sequences",
                            Grade.C,
                            "it can advance sequences",
                            privileges("PRIVILEGE = 'USAGE' AND OBJECTTYPE = 'SEQUENCE'")),
                    new CatalogProbe(
                            "monitor",
                            Grade.B,
                            "it sees statements of others",
                            authorities("IN ('SQLADM', 'EXPLAIN', 'SYSMON')")));

    @Override
    public Examination.Graded examine(Connection connection, SourceConfig config)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // No query timeout: Derby's network server, which the tests have, refuses it.
            statement.setMaxRows(CatalogProbe.MAX_ROWS);
            String login;
            try (ResultSet rows = statement.executeQuery(LOGIN)) {
                login = rows.next() ? rows.getString(1).strip() : "";
            }
            return new Examination.Graded(
                    login, CatalogProbe.findings(statement, SUPERUSER, PROBES), recipe());
        }
    }

    private static List<String> recipe() {
        return List.of(
                "GRANT CONNECT ON DATABASE TO USER sallyport_reader",
                "GRANT SELECT ON TABLE <schema>.<table> TO USER sallyport_reader");
    }

    private static String authorities(String condition) {
        // What the instance's groups have, no SQL takes away.
        return "SELECT AUTHORITY, CASE WHEN AUTHORITY LIKE 'SYS%' THEN NULL ELSE 'REVOKE ' || AUTHORITY"
                + " || ' ON DATABASE FROM ' || CASE WHEN D_PUBLIC = 'Y' THEN 'PUBLIC' ELSE 'USER"
                + " ' || "
                + USER
                + " END END FROM ("
                + AUTHORITIES
                + ") AS B WHERE AUTHORITY "
                + condition
                + " ORDER BY 1";
    }

    /** Of the login, its groups and roles, and of everybody, on what is not Db2's own. */
    private static String privileges(String condition) {
        return "SELECT RTRIM(COALESCE(OBJECTSCHEMA, OBJECTNAME)) || '.' || OBJECTNAME, 'REVOKE ' || PRIVILEGE || ' ON ' ||"
                + " OBJECTTYPE || ' \"' || CASE WHEN OBJECTSCHEMA IS NULL THEN '' ELSE"
                + " RTRIM(OBJECTSCHEMA) || '\".\"' END || OBJECTNAME || '\" FROM"
                + " ' || CASE WHEN AUTHID = 'PUBLIC' THEN 'PUBLIC' WHEN AUTHIDTYPE = 'G' THEN"
                + " 'GROUP ' || AUTHID WHEN AUTHIDTYPE = 'R' THEN 'ROLE ' || AUTHID ELSE 'USER '"
                + " || AUTHID END FROM SYSIBMADM.PRIVILEGES WHERE (AUTHID IN (CURRENT_USER,"
                + " 'PUBLIC') OR AUTHID IN (SELECT GROUPNAME FROM"
                + " TABLE(SYSPROC.AUTH_LIST_GROUPS_FOR_AUTHID(CURRENT_USER)) AS G) OR AUTHID IN"
                + " (SELECT ROLENAME FROM TABLE(SYSPROC.AUTH_LIST_ROLES_FOR_AUTHID(CURRENT_USER,"
                + " 'U')) AS R)) AND COALESCE(OBJECTSCHEMA, OBJECTNAME) NOT LIKE 'SYS%' AND"
                + " COALESCE(OBJECTSCHEMA, OBJECTNAME) NOT IN ('NULLID', 'SQLJ') AND "
                + condition
                + " ORDER BY 1, 2";
    }
}
