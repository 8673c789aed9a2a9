package dev.sallyport.guard;

import dev.sallyport.guard.Relation.Name;
import dev.sallyport.sql.Dialect;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * System tables and views that show secrets, other databases or other sessions. They are refused
 * whatever the allow-list says.
 */
final class SystemObjects {
    private static final Set<String> TSQL_VIEWS =
            Words.set(
                    "sysaltfiles syscacheobjects syscharsets syscolumns syscomments sysconfigures"
                            + " sysconstraints syscurconfigs sysdatabases sysdepends sysdevices sysfilegroups"
                            + " sysfiles sysforeignkeys sysfulltextcatalogs sysindexes sysindexkeys"
                            + " syslanguages syslockinfo syslogins sysmembers sysmessages sysobjects"
                            + " sysoledbusers sysopentapes sysperfinfo syspermissions sysprocesses"
                            + " sysprotects sysreferences sysremotelogins syssegments sysservers systypes"
                            + " sysusers sysxlogins");
    private static final Set<String> TSQL_DATABASES =
            Words.set("master msdb model tempdb mssqlsystemresource");
    private static final Set<String> MYSQL_SCHEMAS =
            Words.set("mysql performance_schema sys information_schema ndbinfo");
    private static final Set<String> ORACLE_SCHEMAS =
            Words.set(
                    "sys system mdsys ctxsys xdb wmsys outln dbsnmp lbacsys dvsys audsys ordsys olapsys"
                            + " gsmadmin_internal appqossys dbsfwuser ojvmsys orddata remote_scheduler_agent"
                            + " sysman sysbackup sysdg syskm sysrac xs$null ggsys anonymous");
    private static final Set<String> ORACLE_VIEWS =
            Words.set(
                    "all_users user_users all_db_links user_db_links all_source user_source"
                            + " all_credentials user_credentials all_directories all_scheduler_jobs"
                            + " user_scheduler_jobs all_tab_privs user_tab_privs user_sys_privs"
                            + " user_role_privs session_privs session_roles session_context dict dictionary"
                            + " product_component_version nls_session_parameters nls_instance_parameters"
                            + " nls_database_parameters global_name role_sys_privs role_tab_privs"
                            + " role_role_privs user_password_limits user_history$ all_identifiers"
                            + " user_audit_trail all_triggers all_policies user_ts_quotas recyclebin"
                            + " user_recyclebin public_dependency plan_table unified_audit_trail"
                            + " audit_unified_policies audit_unified_enabled_policies all_jobs user_jobs"
                            + " user_wallets database_properties user_resource_limits proxy_users"
                            + " user_proxies all_context all_scheduler_programs user_scheduler_programs"
                            + " all_external_locations user_external_locations all_col_privs"
                            + " user_col_privs all_tab_privs_made all_tab_privs_recd user_tab_privs_made"
                            + " user_tab_privs_recd all_col_privs_made all_col_privs_recd"
                            + " user_col_privs_made user_col_privs_recd"
                            + " flashback_transaction_query all_scheduler_credentials"
                            + " user_scheduler_credentials");
    private static final Set<String> DB2_DUMMIES =
            Words.set("sysdummy1 sysdummya sysdummye sysdummyu");
    private static final Set<String> H2_VIEWS =
            Words.set(
                    "users roles rights settings sessions session_state query_statistics locks in_doubt"
                            + " enabled_roles");
    private static final Set<String> SQLITE_TABLES =
            Words.set("dbstat bytecode tables_used fsdir zipfile completion csv dbpage");
    private static final Set<String> POSTGRES_SECRETS =
            Words.set(
                    "user_mapping_options user_mappings foreign_server_options foreign_table_options"
                            + " foreign_data_wrapper_options column_options");

    /** Letters that are no letter with a mark, and what collations may take for them. */
    private static final Map<Character, String> LETTERS =
            Map.ofEntries(
                    Map.entry('\u0131', "i"),
                    Map.entry('\u00df', "ss"),
                    Map.entry('\u1e9e', "ss"),
                    Map.entry('\u0111', "d"),
                    Map.entry('\u0110', "d"),
                    Map.entry('\u00f0', "d"),
                    Map.entry('\u00d0', "d"),
                    Map.entry('\u0142', "l"),
                    Map.entry('\u0141', "l"),
                    Map.entry('\u00f8', "o"),
                    Map.entry('\u00d8', "o"),
                    Map.entry('\u00e6', "ae"),
                    Map.entry('\u00c6', "ae"),
                    Map.entry('\u0153', "oe"),
                    Map.entry('\u0152', "oe"),
                    Map.entry('\u00fe', "th"),
                    Map.entry('\u00de', "th"),
                    Map.entry('\u0127', "h"),
                    Map.entry('\u0126', "h"),
                    Map.entry('\u0167', "t"),
                    Map.entry('\u0166', "t"));

    private final String dialect;

    SystemObjects(Dialect dialect) {
        this.dialect = dialect.name();
    }

    boolean contains(List<Name> parts) {
        String name = plain(parts.getLast());
        String schema = parts.size() > 1 ? plain(parts.get(parts.size() - 2)) : "";
        String database = parts.size() > 2 ? plain(parts.get(parts.size() - 3)) : "";
        return switch (dialect) {
            case "tsql" ->
                    schema.equals("sys")
                            || TSQL_DATABASES.contains(database)
                            || TSQL_VIEWS.contains(name)
                            || (name.startsWith("dm_") && schema.isEmpty())
                            || (name.startsWith("fn_") && schema.isEmpty());
            case "connx" ->
                    database.equals("connxschema")
                            || schema.equals("connxschema")
                            || database.equals("connxdb")
                            || schema.equals("connxdb");
            case "postgres" ->
                    schema.equals("pg_catalog")
                            || schema.startsWith("pg_toast")
                            || name.startsWith("pg_")
                            || name.startsWith("_pg_")
                            || (schema.equals("information_schema")
                                    && POSTGRES_SECRETS.contains(name));
            case "mysql", "mariadb" -> MYSQL_SCHEMAS.contains(schema);
            case "oracle" -> oracle(schema, name);
            case "db2" ->
                    (schema.startsWith("sys")
                                    && !(schema.equals("sysibm") && DB2_DUMMIES.contains(name)))
                            || schema.startsWith("qsys")
                            || schema.equals("qtemp")
                            || schema.equals("session");
            case "h2" ->
                    (schema.equals("information_schema") && H2_VIEWS.contains(name))
                            || schema.equals("pg_catalog");
            case "hsqldb" ->
                    schema.equals("information_schema")
                            || schema.startsWith("system_")
                            || schema.equals("sqlj");
            case "sqlite" ->
                    name.startsWith("sqlite_")
                            || name.startsWith("pragma_")
                            || SQLITE_TABLES.contains(name);
            case "duckdb" ->
                    name.startsWith("duckdb_")
                            || name.startsWith("pragma_")
                            || name.startsWith("sqlite_")
                            || name.startsWith("pg_")
                            || schema.equals("pg_catalog")
                            || database.equals("system")
                            || schema.equals("system");
            case "trino" -> database.equals("system") || database.equals("jmx");
            default -> true;
        };
    }

    private static boolean oracle(String schema, String name) {
        return (ORACLE_SCHEMAS.contains(schema) && !name.equals("dual"))
                || schema.startsWith("apex_")
                || name.startsWith("v$")
                || name.startsWith("gv$")
                || name.startsWith("x$")
                || name.startsWith("v_$")
                || name.startsWith("gv_$")
                || name.startsWith("dba_")
                || name.startsWith("all_sqlset")
                || name.startsWith("user_sqlset")
                || name.startsWith("cdb_")
                || name.endsWith("$")
                || ORACLE_VIEWS.contains(name);
    }

    boolean isInformationSchema(List<Name> parts) {
        return parts.size() > 1 && plain(parts.get(parts.size() - 2)).equals("information_schema");
    }

    /**
     * A name in lower case, without marks, with letters that a collation may take for others
     * written as those, and without what else is not ASCII: an engine may find {@code sys} by a
     * name that merely looks like it.
     */
    static String plain(Name name) {
        String folded = name.folded();
        boolean ascii = true;
        for (int i = 0; i < folded.length() && ascii; i++) {
            ascii = folded.charAt(i) < 0x80;
        }
        if (ascii) {
            return folded.toLowerCase(Locale.ROOT);
        }
        String apart = Normalizer.normalize(folded, Normalizer.Form.NFKD);
        StringBuilder plain = new StringBuilder(apart.length());
        for (int i = 0; i < apart.length(); i++) {
            char c = apart.charAt(i);
            if (c < 0x80) {
                plain.append(c);
            } else {
                plain.append(LETTERS.getOrDefault(c, ""));
            }
        }
        return plain.toString().toLowerCase(Locale.ROOT);
    }
}
