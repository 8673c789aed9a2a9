package dev.sallyport.source;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What a login of SQL Server can do in the database of its connection, as the server tells: by its
 * fixed roles, by its effective permissions, and what its public role may call.
 */
final class SqlServerRights implements RightsProbe {
    static final String LOGIN = "SELECT SUSER_SNAME(), DB_NAME()";

    static final CatalogProbe SUPERUSER =
            new CatalogProbe(
                    "superuser",
                    Grade.F,
                    "it may do anything on the server, or become who may",
                    serverRoles("sysadmin", "securityadmin"));

    static final List<CatalogProbe> PROBES =
            List.of(
                    new CatalogProbe(
                            "server-control",
                            Grade.F,
                            "it may do anything by permissions on the server",
                            permissions(
                                    "SERVER",
                                    "permission_name IN (N'CONTROL SERVER', N'IMPERSONATE ANY LOGIN',"
                                            + " N'ALTER ANY LOGIN', N'UNSAFE ASSEMBLY', N'EXTERNAL"
                                            + " ACCESS ASSEMBLY', N'SELECT ALL USER SECURABLES')")),
                    new CatalogProbe(
                            "other-logins",
                            Grade.F,
                            "it may act as other logins, with all that these can do",
                            impersonate("sys.server_principals", "LOGIN", "SUSER_SNAME()")),
                    new CatalogProbe(
                            "other-users",
                            Grade.F,
                            "it may act as other users of the database, with all that these can do",
                            impersonate("sys.database_principals", "USER", "USER_NAME()")),
                    new CatalogProbe(
                            "files-role",
                            Grade.F,
                            "it can read files of the server",
                            serverRoles("bulkadmin")),
                    new CatalogProbe(
                            "files",
                            Grade.F,
                            "it can read files of the server by permissions",
                            permissions(
                                    "SERVER", "permission_name = N'ADMINISTER BULK OPERATIONS'")),
                    new CatalogProbe(
                            "programs",
                            Grade.F,
                            "it can run programs on the server, or write to its registry",
                            procedures(
                                    "DENY EXECUTE ON sys.%s TO public",
                                    "xp_cmdshell",
                                    "sp_OACreate",
                                    "sp_OAMethod",
                                    "xp_regwrite",
                                    "xp_regdeletekey",
                                    "xp_servicecontrol")),
                    new CatalogProbe(
                            "server-role",
                            Grade.D,
                            "it is a member of roles for operators of the server",
                            serverRoles(
                                    "serveradmin",
                                    "setupadmin",
                                    "processadmin",
                                    "diskadmin",
                                    "dbcreator")),
                    new CatalogProbe(
                            "server-permissions",
                            Grade.D,
                            "it can act on the server by permissions",
                            permissions(
                                    "SERVER",
                                    "permission_name NOT LIKE N'VIEW %' AND permission_name NOT IN"
                                            + " (N'CONNECT SQL', N'CONNECT ANY DATABASE',"
                                            + " N'ADMINISTER BULK OPERATIONS')")),
                    new CatalogProbe(
                            "owner",
                            Grade.D,
                            "it is a member of roles that change tables and rights of the database",
                            databaseRoles(
                                    "db_owner",
                                    "db_ddladmin",
                                    "db_securityadmin",
                                    "db_accessadmin",
                                    "db_backupoperator")),
                    new CatalogProbe(
                            "database-permissions",
                            Grade.D,
                            "it can change tables or rights of the database by permissions",
                            permissions(
                                    "DATABASE",
                                    "permission_name NOT LIKE N'VIEW %' AND permission_name NOT IN"
                                            + " (N'CONNECT', N'SELECT', N'INSERT', N'UPDATE', N'DELETE',"
                                            + " N'EXECUTE', N'REFERENCES', N'SHOWPLAN', N'UNMASK',"
                                            + " N'SUBSCRIBE QUERY NOTIFICATIONS')")),
                    new CatalogProbe(
                            "change-tables",
                            Grade.D,
                            "it can change or own tables, views or routines",
                            objects(
                                    "'U', 'V', 'P', 'FN', 'TF', 'IF', 'SO'",
                                    "N'ALTER', N'CONTROL', N'TAKE OWNERSHIP'")),
                    new CatalogProbe(
                            "other-servers",
                            Grade.D,
                            "it sees linked servers, which statements reach",
                            "SELECT name, 'EXEC sp_droplinkedsrvlogin @rmtsrvname = ' +"
                                    + " QUOTENAME(name, '''') + ', @locallogin = NULL' FROM"
                                    + " sys.servers WHERE is_linked = 1 ORDER BY name"),
                    new CatalogProbe(
                            "change-all-rows",
                            Grade.C,
                            "it is a member of a role that may change every table",
                            databaseRoles("db_datawriter")),
                    new CatalogProbe(
                            "change-rows-of-database",
                            Grade.C,
                            "it can change every table or run every routine by permissions",
                            permissions(
                                    "DATABASE",
                                    "permission_name IN (N'INSERT', N'UPDATE', N'DELETE',"
                                            + " N'EXECUTE')")),
                    new CatalogProbe(
                            "change-rows",
                            Grade.C,
                            "it can change rows of tables",
                            objects("'U', 'V'", "N'INSERT', N'UPDATE', N'DELETE'")),
                    new CatalogProbe(
                            "functions-of-others",
                            Grade.C,
                            "it can run routines, which may change what their owners may",
                            objects("'P', 'FN', 'PC', 'FS', 'X'", "N'EXECUTE'")),
                    new CatalogProbe(
                            "monitor",
                            Grade.B,
                            "it sees statements of others, every definition, or what is masked",
                            permissions(
                                                    "SERVER",
                                                    "permission_name LIKE N'VIEW %' AND permission_name <>"
                                                            + " N'VIEW ANY DATABASE'")
                                            .replace(" ORDER BY permission_name", "")
                                    + " UNION ALL "
                                    + permissions("DATABASE", "permission_name = N'UNMASK'")),
                    new CatalogProbe(
                            "other-databases",
                            Grade.B,
                            "it may connect to other databases of the server",
                            "SELECT name, 'USE ' + QUOTENAME(name) + '; REVOKE CONNECT FROM ' +"
                                    + " QUOTENAME(USER_NAME()) FROM sys.databases WHERE name <> DB_NAME()"
                                    + " AND name NOT IN (N'master', N'tempdb', N'msdb') AND"
                                    + " HAS_DBACCESS(name) = 1 ORDER BY name"),
                    new CatalogProbe(
                            "public-procedures",
                            Grade.B,
                            "it can look at files of the server, and have it log in elsewhere, by what"
                                    + " everybody may call",
                            procedures(
                                    "REVOKE EXECUTE ON sys.%s FROM public",
                                    "xp_dirtree", "xp_fileexist", "xp_subdirs", "xp_regread")));

    @Override
    public Examination.Graded examine(Connection connection, SourceConfig config)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(SECONDS);
            String login;
            String database;
            try (ResultSet rows = statement.executeQuery(LOGIN)) {
                rows.next();
                login = rows.getString(1);
                database = rows.getString(2);
            }
            return new Examination.Graded(
                    login, CatalogProbe.findings(statement, SUPERUSER, PROBES), recipe(database));
        }
    }

    private static List<String> recipe(String database) {
        return List.of(
                "CREATE LOGIN sallyport_reader WITH PASSWORD = '<password>'",
                "USE [" + database.replace("]", "]]") + "]",
                "CREATE USER sallyport_reader FOR LOGIN sallyport_reader",
                "ALTER ROLE db_datareader ADD MEMBER sallyport_reader");
    }

    private static String serverRoles(String... names) {
        return "SELECT name, 'ALTER SERVER ROLE ' + QUOTENAME(name) + ' DROP MEMBER ' +"
                + " QUOTENAME(SUSER_SNAME()) FROM (VALUES "
                + values(names)
                + ") AS r (name) WHERE IS_SRVROLEMEMBER(name) = 1 ORDER BY name";
    }

    private static String databaseRoles(String... names) {
        return "SELECT name, 'ALTER ROLE ' + QUOTENAME(name) + ' DROP MEMBER ' +"
                + " QUOTENAME(USER_NAME()) FROM (VALUES "
                + values(names)
                + ") AS r (name) WHERE IS_ROLEMEMBER(name) = 1 ORDER BY name";
    }

    /** Effective permissions, however the login has them. */
    private static String permissions(String securable, String condition) {
        return "SELECT permission_name, 'REVOKE ' + permission_name + ' FROM ' + QUOTENAME("
                + (securable.equals("SERVER") ? "SUSER_SNAME()" : "USER_NAME()")
                + ") FROM fn_my_permissions(NULL, '"
                + securable
                + "') WHERE "
                + condition
                + " ORDER BY permission_name";
    }

    private static String impersonate(String principals, String kind, String self) {
        return "SELECT name, 'REVOKE IMPERSONATE ON %s::' + QUOTENAME(name) + ' FROM ' + QUOTENAME(%s)"
                        .formatted(kind, self)
                + " FROM %s WHERE type IN ('S', 'U', 'E') AND name <> %s AND"
                        .formatted(principals, self)
                + " HAS_PERMS_BY_NAME(QUOTENAME(name), N'%s', N'IMPERSONATE') = 1 ORDER BY name"
                        .formatted(kind);
    }

    /** On objects, and on their columns; names of permissions have a collation of their own. */
    private static String objects(String types, String permissions) {
        return "SELECT DISTINCT s.name + N'.' + o.name, 'REVOKE ' + p.permission_name COLLATE"
                + " DATABASE_DEFAULT + ' ON ' +"
                + " QUOTENAME(s.name) + '.' + QUOTENAME(o.name) + ' FROM ' +"
                + " QUOTENAME(USER_NAME()) FROM sys.objects o JOIN sys.schemas s ON s.schema_id ="
                + " o.schema_id CROSS APPLY fn_my_permissions(QUOTENAME(s.name) + N'.' +"
                + " QUOTENAME(o.name), 'OBJECT') p WHERE o.is_ms_shipped = 0 AND o.type IN ("
                + types
                + ") AND p.permission_name IN ("
                + permissions
                + ") ORDER BY 1, 2";
    }

    private static String procedures(String fix, String... names) {
        return "SELECT name, 'USE master; "
                + fix.replace("%s", "' + name + '")
                + "' FROM (VALUES "
                + values(names)
                + ") AS x (name) WHERE HAS_PERMS_BY_NAME(N'master.sys.' + name, N'OBJECT',"
                + " N'EXECUTE') = 1 ORDER BY name";
    }

    private static String values(String... names) {
        List<String> rows = new ArrayList<>();
        for (String name : names) {
            rows.add("(N'" + name + "')");
        }
        return String.join(", ", rows);
    }
}
