package dev.sallyport.source;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a login of PostgreSQL can do, as the catalog tells: by itself, by a role that it is a member
 * of, and as anybody ({@code PUBLIC}).
 */
final class PostgresRights implements RightsProbe {
    /** Who has a right, as an administrator writes it. */
    private static final String GRANTEE =
            "CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END";

    /** A right that the login has: by itself, by a role, or as anybody. */
    private static final String MINE = "(a.grantee = 0 OR pg_has_role(a.grantee, 'MEMBER'))";

    private static final String ROUTINE =
            "quote_ident(n.nspname) || '.' || quote_ident(p.proname) || '('"
                    + " || pg_get_function_identity_arguments(p.oid) || ')'";

    private static final CatalogProbe SUPERUSER =
            new CatalogProbe(
                    "superuser",
                    Grade.F,
                    "it is a superuser, or may become one",
                    roles("r.rolsuper", "NOSUPERUSER"));

    private static final List<CatalogProbe> PROBES =
            List.of(
                    new CatalogProbe(
                            "replication",
                            Grade.F,
                            "it may copy the whole server by replication",
                            roles("r.rolreplication", "NOREPLICATION")),
                    new CatalogProbe(
                            "server-role",
                            Grade.F,
                            "it is a member of roles that read or write files of the server, run"
                                    + " programs there, or read every table",
                            memberships(
                                    "'pg_execute_server_program', 'pg_write_server_files',"
                                            + " 'pg_read_server_files', 'pg_read_all_data'")),
                    new CatalogProbe(
                            "passwords",
                            Grade.F,
                            "it can read where passwords are kept",
                            """
                            SELECT c.relname, format('REVOKE ALL ON pg_catalog.%I FROM %s', c.relname, GRANTEE)
                            FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) a
                            WHERE c.relnamespace = 'pg_catalog'::regnamespace AND a.privilege_type = 'SELECT'
                              AND c.relname IN ('pg_authid', 'pg_shadow', 'pg_user_mapping') AND MINE
                            """),
                    new CatalogProbe(
                            "file-functions",
                            Grade.F,
                            "it can read or write files of the server by functions",
                            functions(
                                    "p.proname IN ('pg_read_file', 'pg_read_binary_file', 'pg_ls_dir',"
                                            + " 'pg_stat_file', 'lo_import', 'lo_export', 'pg_file_write',"
                                            + " 'pg_file_read', 'pg_file_rename', 'pg_file_unlink')")),
                    new CatalogProbe(
                            "create-role",
                            Grade.D,
                            "it may make roles",
                            roles("r.rolcreaterole", "NOCREATEROLE")),
                    new CatalogProbe(
                            "create-database",
                            Grade.D,
                            "it may make databases",
                            roles("r.rolcreatedb", "NOCREATEDB")),
                    new CatalogProbe(
                            "operator-role",
                            Grade.D,
                            "it is a member of roles for operators",
                            memberships(
                                    "'pg_create_subscription', 'pg_signal_backend', 'pg_checkpoint',"
                                            + " 'pg_maintain', 'pg_signal_autovacuum_worker'")),
                    new CatalogProbe(
                            "owner",
                            Grade.D,
                            "it owns objects, which it may change, drop and grant",
                            """
                            SELECT pg_describe_object(d.classid, d.objid, d.objsubid),
                                   CASE WHEN d.refobjid = u.oid
                                        THEN format('REASSIGN OWNED BY %I TO %I', u.rolname, pg_get_userbyid(10))
                                        ELSE format('REVOKE %I FROM %I', pg_get_userbyid(d.refobjid), u.rolname) END
                            FROM pg_shdepend d JOIN pg_roles u ON u.rolname = current_user
                            WHERE d.refclassid = 'pg_authid'::regclass AND d.deptype = 'o'
                              AND d.dbid IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
                              AND pg_has_role(d.refobjid, 'MEMBER')
                            ORDER BY 1
                            """),
                    new CatalogProbe(
                            "create-in-database",
                            Grade.D,
                            "it may make schemas",
                            databases("'CREATE'", "d.datname = current_database()")),
                    new CatalogProbe(
                            "create-in-schema",
                            Grade.D,
                            "it may make tables and functions in schemas",
                            """
                            SELECT n.nspname, format('REVOKE CREATE ON SCHEMA %I FROM %s', n.nspname, GRANTEE)
                            FROM pg_namespace n CROSS JOIN LATERAL aclexplode(n.nspacl) a
                            WHERE n.nspname !~ '^pg_' AND a.grantee <> n.nspowner
                              AND a.privilege_type = 'CREATE' AND MINE
                            ORDER BY 1
                            """),
                    new CatalogProbe(
                            "other-servers",
                            Grade.D,
                            "it can reach other servers by functions",
                            functions(
                                    "p.oid IN (SELECT d.objid FROM pg_depend d JOIN pg_extension e ON"
                                            + " e.oid = d.refobjid WHERE d.classid = 'pg_proc'::regclass"
                                            + " AND d.refclassid = 'pg_extension'::regclass AND e.extname ="
                                            + " 'dblink') AND p.proname IN ('dblink', 'dblink_connect',"
                                            + " 'dblink_connect_u', 'dblink_exec')")),
                    new CatalogProbe(
                            "server-functions",
                            Grade.D,
                            "it can act on the server by functions",
                            functions(
                                    "p.proname IN ('pg_reload_conf', 'pg_rotate_logfile', 'pg_switch_wal',"
                                            + " 'pg_create_restore_point', 'pg_promote', 'pg_backup_start',"
                                            + " 'pg_start_backup', 'pg_wal_replay_pause', 'pg_stat_reset')")),
                    new CatalogProbe(
                            "settings",
                            Grade.D,
                            "it may change settings of the server",
                            15,
                            """
                            SELECT p.parname, format('REVOKE %s ON PARAMETER %s FROM %s',
                                   a.privilege_type, p.parname, GRANTEE)
                            FROM pg_parameter_acl p CROSS JOIN LATERAL aclexplode(p.paracl) a
                            WHERE MINE
                            ORDER BY 1
                            """),
                    new CatalogProbe(
                            "change-all-rows",
                            Grade.C,
                            "it is a member of a role that may change every table",
                            memberships("'pg_write_all_data'")),
                    new CatalogProbe(
                            "change-rows",
                            Grade.C,
                            "it can change rows of tables",
                            """
                            SELECT n.nspname || '.' || t.relname, format('REVOKE %s ON %I.%I FROM %s',
                                   string_agg(DISTINCT a.privilege_type, ', '), n.nspname, t.relname, GRANTEE)
                            FROM (SELECT oid, relname, relnamespace, relowner, relacl AS acl FROM pg_class
                                  WHERE relkind IN ('r', 'p', 'v', 'm', 'f')
                                  UNION ALL
                                  SELECT c.oid, c.relname, c.relnamespace, c.relowner, k.attacl FROM pg_class c
                                  JOIN pg_attribute k ON k.attrelid = c.oid AND k.attacl IS NOT NULL) t
                            JOIN pg_namespace n ON n.oid = t.relnamespace
                            CROSS JOIN LATERAL aclexplode(t.acl) a
                            WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')
                              AND a.grantee <> t.relowner AND MINE
                              AND a.privilege_type IN ('INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER',
                                                       'REFERENCES', 'MAINTAIN')
                            GROUP BY n.nspname, t.relname, a.grantee
                            ORDER BY 1
                            """),
                    new CatalogProbe(
                            "change-sequences",
                            Grade.C,
                            "it can advance sequences",
                            """
                            SELECT n.nspname || '.' || c.relname, format('REVOKE USAGE, UPDATE ON SEQUENCE %I.%I FROM %s',
                                   n.nspname, c.relname, GRANTEE)
                            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                            CROSS JOIN LATERAL aclexplode(c.relacl) a
                            WHERE c.relkind = 'S' AND a.grantee <> c.relowner
                              AND a.privilege_type IN ('USAGE', 'UPDATE') AND MINE
                            GROUP BY n.nspname, c.relname, a.grantee
                            ORDER BY 1
                            """),
                    new CatalogProbe(
                            "functions-of-others",
                            Grade.C,
                            "it can call functions that run with the rights of their owners",
                            functions(
                                    "p.prosecdef AND n.nspname NOT IN ('pg_catalog',"
                                            + " 'information_schema') AND p.prorettype NOT IN"
                                            + " ('trigger'::regtype, 'event_trigger'::regtype)"
                                            + " AND NOT pg_has_role(p.proowner, 'MEMBER')")),
                    new CatalogProbe(
                            "row-security",
                            Grade.B,
                            "row security does not hold for it",
                            roles("r.rolbypassrls", "NOBYPASSRLS")),
                    new CatalogProbe(
                            "monitor-role",
                            Grade.B,
                            "it is a member of roles that see statements and settings of others",
                            memberships(
                                    "'pg_monitor', 'pg_read_all_settings', 'pg_read_all_stats',"
                                            + " 'pg_stat_scan_tables', 'pg_use_reserved_connections'")),
                    new CatalogProbe(
                            "other-databases",
                            Grade.B,
                            "it may connect to other databases of the server",
                            databases(
                                    "'CONNECT'",
                                    "d.datname <> current_database() AND d.datallowconn")),
                    new CatalogProbe(
                            "temporary-tables",
                            Grade.B,
                            "it may make temporary tables",
                            databases("'TEMPORARY'", "d.datname = current_database()")),
                    new CatalogProbe(
                            "write-functions",
                            Grade.B,
                            "it can keep large objects and messages on the server by functions, even in"
                                    + " a read-only transaction",
                            functions(
                                    "n.nspname = 'pg_catalog' AND p.proname IN ('lo_creat', 'lo_create',"
                                            + " 'lo_from_bytea', 'lo_put', 'lo_open', 'lowrite',"
                                            + " 'lo_truncate', 'lo_truncate64', 'lo_unlink',"
                                            + " 'pg_logical_emit_message')")));

    @Override
    public Examination.Graded examine(Connection connection, SourceConfig config)
            throws SQLException {
        int version = connection.getMetaData().getDatabaseMajorVersion();
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(SECONDS);
            statement.setMaxRows(CatalogProbe.MAX_ROWS);
            List<RightsFinding> findings = new ArrayList<>();
            finding(statement, SUPERUSER).ifPresent(findings::add);
            // A superuser has every right, and every other finding would follow from this one.
            if (findings.isEmpty()) {
                for (CatalogProbe probe : PROBES) {
                    if (version >= probe.since()) {
                        finding(statement, probe).ifPresent(findings::add);
                    }
                }
            }
            return new Examination.Graded(login(statement), findings, recipe(statement));
        }
    }

    private static Optional<RightsFinding> finding(Statement statement, CatalogProbe probe)
            throws SQLException {
        String sql = probe.sql().replace("GRANTEE", GRANTEE).replace("MINE", MINE);
        return new CatalogProbe(probe.right(), probe.grade(), probe.says(), sql).finding(statement);
    }

    private static String login(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT current_user")) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static List<String> recipe(Statement statement) throws SQLException {
        List<String> recipe = new ArrayList<>();
        recipe.add("CREATE ROLE sallyport_reader LOGIN PASSWORD '<password>'");
        String schemas =
                """
                SELECT format('GRANT CONNECT ON DATABASE %I TO sallyport_reader', current_database())
                UNION ALL
                SELECT s FROM (
                    SELECT format(g, nspname) AS s FROM pg_namespace CROSS JOIN unnest(ARRAY[
                        'GRANT USAGE ON SCHEMA %I TO sallyport_reader',
                        'GRANT SELECT ON ALL TABLES IN SCHEMA %I TO sallyport_reader']) g
                    WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
                    ORDER BY nspname, g DESC LIMIT 20) x
                """;
        try (ResultSet rows = statement.executeQuery(schemas)) {
            while (rows.next()) {
                recipe.add(rows.getString(1));
            }
        }
        return recipe;
    }

    /** The login and the roles that it may become, where they have an attribute. */
    private static String roles(String attribute, String without) {
        return """
        SELECT r.rolname, CASE WHEN r.rolname = current_user THEN format('ALTER ROLE %%I %s', r.rolname)
               ELSE (SELECT string_agg(format('REVOKE %%I FROM %%I', r.rolname, pg_get_userbyid(m.member)), '; ')
                     FROM pg_auth_members m WHERE m.roleid = r.oid AND pg_has_role(m.member, 'MEMBER')) END
        FROM pg_roles r JOIN pg_roles u ON u.rolname = current_user
        WHERE %s AND pg_has_role(r.oid, 'MEMBER') AND (r.oid = u.oid OR NOT u.rolsuper)
        ORDER BY 1
        """
                .formatted(without, attribute);
    }

    private static String memberships(String names) {
        return """
        SELECT r.rolname, format('REVOKE %%I FROM %%I', r.rolname, pg_get_userbyid(m.member))
        FROM pg_roles r JOIN pg_auth_members m ON m.roleid = r.oid
        WHERE r.rolname IN (%s) AND pg_has_role(m.member, 'MEMBER')
          AND pg_get_userbyid(m.member) !~ '^pg_'
        ORDER BY 1
        """
                .formatted(names);
    }

    private static String functions(String condition) {
        return """
        SELECT p.proname, format('REVOKE EXECUTE ON ROUTINE %%s FROM %%s', %s, GRANTEE)
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        CROSS JOIN LATERAL aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
        WHERE %s AND a.grantee <> p.proowner AND MINE
        ORDER BY 1, 2
        """
                .formatted(ROUTINE, condition);
    }

    private static String databases(String privilege, String condition) {
        return """
        SELECT d.datname, format('REVOKE %%s ON DATABASE %%I FROM %%s', a.privilege_type, d.datname, GRANTEE)
        FROM pg_database d
        CROSS JOIN LATERAL aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
        WHERE a.privilege_type = %s AND %s AND a.grantee <> d.datdba AND MINE
        ORDER BY 1
        """
                .formatted(privilege, condition);
    }
}
