package dev.sallyport.source;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** What a login of Oracle can do, as the session's own views tell. */
final class OracleRights implements RightsProbe {
    static final String LOGIN = "SELECT SYS_CONTEXT('USERENV', 'SESSION_USER') FROM DUAL";

    private static final String USER = "'\"' || SYS_CONTEXT('USERENV', 'SESSION_USER') || '\"'";

    static final CatalogProbe SUPERUSER =
            new CatalogProbe(
                    "superuser",
                    Grade.F,
                    "it is an administrator",
                    "SELECT ROLE, 'REVOKE ' || ROLE || ' FROM ' || "
                            + USER
                            + " FROM SESSION_ROLES WHERE ROLE IN ('DBA', 'SYSDBA', 'PDB_DBA',"
                            + " 'CDB_DBA', 'IMP_FULL_DATABASE', 'DATAPUMP_IMP_FULL_DATABASE') UNION ALL"
                            + " SELECT 'SYSDBA', NULL FROM DUAL WHERE SYS_CONTEXT('USERENV', 'ISDBA') ="
                            + " 'TRUE' ORDER BY 1");

    static final List<CatalogProbe> PROBES =
            List.of(
                    new CatalogProbe(
                            "everything",
                            Grade.F,
                            "it can read every table, those with passwords among them, or become others",
                            privileges(
                                    "PRIVILEGE IN ('SELECT ANY DICTIONARY', 'SELECT ANY TABLE', 'READ ANY"
                                            + " TABLE', 'BECOME USER', 'GRANT ANY PRIVILEGE', 'GRANT ANY"
                                            + " ROLE', 'GRANT ANY OBJECT PRIVILEGE', 'ALTER USER', 'EXECUTE"
                                            + " ANY PROCEDURE', 'EXEMPT ACCESS POLICY', 'ALTER SYSTEM',"
                                            + " 'CREATE ANY DIRECTORY', 'CREATE EXTERNAL JOB', 'CREATE ANY"
                                            + " JOB')")),
                    new CatalogProbe(
                            "roles-to-turn-on",
                            Grade.F,
                            "it may turn on roles, whose rights are not looked at",
                            "SELECT GRANTED_ROLE, 'REVOKE ' || GRANTED_ROLE || ' FROM ' || "
                                    + USER
                                    + " FROM USER_ROLE_PRIVS WHERE GRANTED_ROLE NOT IN (SELECT ROLE FROM"
                                    + " SESSION_ROLES) ORDER BY 1"),
                    new CatalogProbe(
                            "files",
                            Grade.F,
                            "it can read or write files of the server, or run programs there, by"
                                    + " directories",
                            objects("P.TYPE = 'DIRECTORY'")),
                    new CatalogProbe(
                            "everybodys-role",
                            Grade.D,
                            "it has roles for operators, or which make tables",
                            "SELECT ROLE, 'REVOKE ' || ROLE || ' FROM ' || "
                                    + USER
                                    + " FROM SESSION_ROLES WHERE ROLE IN ('RESOURCE',"
                                    + " 'EXP_FULL_DATABASE', 'DATAPUMP_EXP_FULL_DATABASE',"
                                    + " 'EXECUTE_CATALOG_ROLE', 'SELECT_CATALOG_ROLE',"
                                    + " 'SCHEDULER_ADMIN', 'JAVASYSPRIV', 'JAVAUSERPRIV') ORDER BY 1"),
                    new CatalogProbe(
                            "other-privileges",
                            Grade.D,
                            "it has privileges by which it makes or changes tables, users or settings",
                            privileges(
                                    "PRIVILEGE NOT IN ('CREATE SESSION', 'SET CONTAINER', 'SELECT ANY DICTIONARY', 'SELECT"
                                            + " ANY TABLE', 'READ ANY TABLE', 'FLASHBACK ANY TABLE')")),
                    new CatalogProbe(
                            "own-tables",
                            Grade.D,
                            "it owns objects, which it may change and drop",
                            "SELECT OBJECT_NAME, NULL FROM USER_OBJECTS ORDER BY 1"),
                    new CatalogProbe(
                            "change-tables",
                            Grade.D,
                            "it may change tables, or make triggers or keys on them",
                            objects(
                                    "P.PRIVILEGE IN ('ALTER', 'INDEX', 'REFERENCES', 'ON COMMIT REFRESH')")),
                    new CatalogProbe(
                            "other-servers",
                            Grade.D,
                            "it can reach other servers by links, or by packages for the network",
                            "SELECT DB_LINK, NULL FROM ALL_DB_LINKS UNION ALL SELECT TABLE_NAME, 'REVOKE"
                                    + " EXECUTE ON ' || TABLE_SCHEMA || '.' || TABLE_NAME || ' FROM ' ||"
                                    + " GRANTEE FROM ALL_TAB_PRIVS WHERE PRIVILEGE = 'EXECUTE' AND"
                                    + " TABLE_SCHEMA = 'SYS' AND GRANTEE <> 'PUBLIC' AND TABLE_NAME IN"
                                    + " ('UTL_HTTP', 'UTL_TCP', 'UTL_SMTP', 'UTL_FILE', 'DBMS_SCHEDULER',"
                                    + " 'DBMS_LDAP', 'DBMS_SQL') ORDER BY 1"),
                    new CatalogProbe(
                            "change-rows",
                            Grade.C,
                            "it can change rows of tables",
                            objects("P.PRIVILEGE IN ('INSERT', 'UPDATE', 'DELETE')")),
                    new CatalogProbe(
                            "change-columns",
                            Grade.C,
                            "it can change columns of tables",
                            "SELECT DISTINCT P.TABLE_SCHEMA || '.' || P.TABLE_NAME, 'REVOKE ' ||"
                                    + " P.PRIVILEGE || ' ON \"' || P.TABLE_SCHEMA || '\".\"' || P.TABLE_NAME"
                                    + " || '\" FROM \"' || P.GRANTEE || '\"' FROM ALL_COL_PRIVS P WHERE"
                                    + " P.PRIVILEGE IN ('INSERT', 'UPDATE') AND (P.GRANTEE ="
                                    + " SYS_CONTEXT('USERENV', 'SESSION_USER') OR P.GRANTEE IN (SELECT"
                                    + " ROLE FROM SESSION_ROLES)) ORDER BY 1, 2"),
                    new CatalogProbe(
                            "functions-of-others",
                            Grade.C,
                            "it can run routines, which may run with the rights of their owners",
                            objects("P.PRIVILEGE = 'EXECUTE' AND P.TYPE <> 'DIRECTORY'")),
                    new CatalogProbe(
                            "locks",
                            Grade.B,
                            "it can lock tables by SELECT, which READ does not",
                            objects("P.PRIVILEGE = 'SELECT'")),
                    new CatalogProbe(
                            "public-packages",
                            Grade.B,
                            "it can reach files, the network or other sessions by packages that"
                                    + " everybody may call",
                            "SELECT TABLE_NAME, 'REVOKE EXECUTE ON SYS.' || TABLE_NAME || ' FROM PUBLIC'"
                                    + " FROM ALL_TAB_PRIVS WHERE PRIVILEGE = 'EXECUTE' AND GRANTEE ="
                                    + " 'PUBLIC' AND TABLE_SCHEMA = 'SYS' AND TABLE_NAME IN ('UTL_HTTP',"
                                    + " 'UTL_TCP', 'UTL_SMTP', 'UTL_FILE', 'UTL_INADDR', 'DBMS_LDAP',"
                                    + " 'DBMS_SCHEDULER', 'DBMS_LOB') ORDER BY 1"));

    @Override
    public Examination.Graded examine(Connection connection, SourceConfig config)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(SECONDS);
            statement.setMaxRows(CatalogProbe.MAX_ROWS);
            String login;
            try (ResultSet rows = statement.executeQuery(LOGIN)) {
                login = rows.next() ? rows.getString(1) : "";
            }
            return new Examination.Graded(
                    login, CatalogProbe.findings(statement, SUPERUSER, PROBES), recipe());
        }
    }

    private static List<String> recipe() {
        return List.of(
                "CREATE USER sallyport_reader IDENTIFIED BY \"<password>\"",
                "GRANT CREATE SESSION TO sallyport_reader",
                "GRANT READ ON <schema>.<table> TO sallyport_reader");
    }

    /** System privileges, of the login and of its roles. */
    private static String privileges(String condition) {
        return "SELECT PRIVILEGE, 'REVOKE ' || PRIVILEGE || ' FROM ' || "
                + USER
                + " FROM SESSION_PRIVS WHERE "
                + condition
                + " ORDER BY 1";
    }

    /**
     * What is granted on objects to the login, to its roles, or to everybody by others than Oracle.
     */
    private static String objects(String condition) {
        return "SELECT DISTINCT P.TABLE_SCHEMA || '.' || P.TABLE_NAME, 'REVOKE ' || P.PRIVILEGE || ' ON"
                + " ' || CASE P.TYPE WHEN 'DIRECTORY' THEN 'DIRECTORY \"' ELSE '\"' ||"
                + " P.TABLE_SCHEMA || '\".\"' END || P.TABLE_NAME || '\" FROM \"' || P.GRANTEE ||"
                + " '\"' FROM ALL_TAB_PRIVS P WHERE (P.GRANTEE = SYS_CONTEXT('USERENV',"
                + " 'SESSION_USER') OR P.GRANTEE IN (SELECT ROLE FROM SESSION_ROLES) OR (P.GRANTEE"
                + " = 'PUBLIC' AND P.TABLE_SCHEMA IN (SELECT USERNAME FROM ALL_USERS WHERE"
                + " ORACLE_MAINTAINED = 'N'))) AND "
                + condition
                + " ORDER BY 1, 2";
    }
}
