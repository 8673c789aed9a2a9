package dev.sallyport.guard;

import java.util.List;
import java.util.Set;

/**
 * The procedures that come with SQL Server. They run SQL that no guard has read, programs, mails
 * and jobs, or change the server, so that they are never called, whatever a list says.
 */
final class ServerProcedures {
    private static final Set<String> DATABASES = Words.set("msdb model tempdb mssqlsystemresource");
    private static final Set<String> SCHEMAS = Words.set("sys information_schema");

    /** How the names of whole families begin. */
    private static final List<String> FAMILIES =
            List.of(
                    "xp_",
                    "fn_",
                    "dm_",
                    "sp_oa",
                    "sp_ms",
                    "sp_cursor",
                    "sp_prep",
                    "sp_unprep",
                    "sp_exec",
                    "sp_trace_",
                    "sp_xml_",
                    "sp_repl",
                    "sp_cdc_",
                    "sp_sys",
                    "sp_ih",
                    "sp_http_",
                    "sp_invoke_",
                    "sp_send_",
                    "sp_xtp_",
                    "sp_polybase_",
                    "sp_fulltext_",
                    "sp_filestream_",
                    "sp_audit_",
                    "sp_server_",
                    "sp_estimate_",
                    "sp_query_store_",
                    "sp_create_plan_",
                    "sp_control_plan_",
                    "sp_describe_",
                    "sp_help",
                    "sp_new_",
                    "sp_sproc",
                    "sp_password",
                    "sp_job",
                    "sp_blitz",
                    "sysmail_",
                    "smart_",
                    "managed_backup");

    /** In the names of all that is about these, whatever stands before. */
    private static final List<String> SUBJECTS =
            List.of(
                    "linkedsrv",
                    "linkedserver",
                    "remotelogin",
                    "srvrole",
                    "rolemember",
                    "approle",
                    "extendedproc",
                    "dbmail",
                    "subscri",
                    "publi",
                    "distribut",
                    "logshipping",
                    "log_shipping",
                    "_job",
                    "_schedule",
                    "_operator",
                    "_alert",
                    "_category",
                    "_proxy",
                    "_targetserver",
                    "_target_server",
                    "credential",
                    "certificate");

    /** All others that change the server, a database or a login, or that run text. */
    private static final Set<String> NAMES =
            Words.set(
                    "sp_addextendedproperty sp_updateextendedproperty sp_dropextendedproperty"
                            + " sp_addlogin sp_droplogin sp_defaultdb sp_defaultlanguage sp_denylogin"
                            + " sp_grantlogin sp_revokelogin sp_adduser sp_dropuser sp_grantdbaccess"
                            + " sp_revokedbaccess sp_addgroup sp_dropgroup sp_changegroup sp_addrole"
                            + " sp_droprole sp_addalias sp_dropalias sp_addmessage sp_altermessage"
                            + " sp_dropmessage sp_addtype sp_droptype sp_addserver sp_dropserver"
                            + " sp_serveroption sp_setnetname sp_addumpdevice sp_dropdevice"
                            + " sp_attach_db sp_attach_single_file_db sp_detach_db"
                            + " sp_certify_removable sp_create_removable sp_configure sp_dboption"
                            + " sp_dbcmptlevel sp_db_vardecimal_storage_format sp_renamedb sp_rename"
                            + " sp_changedbowner sp_changeobjectowner sp_change_users_login"
                            + " sp_validatelogins sp_bindefault sp_unbindefault sp_bindrule"
                            + " sp_unbindrule sp_bindsession sp_getbindtoken sp_getapplock"
                            + " sp_releaseapplock sp_createstats sp_updatestats sp_autostats"
                            + " sp_recompile sp_refreshview sp_refreshsqlmodule sp_indexoption"
                            + " sp_tableoption sp_invalidate_textptr sp_procoption sp_settriggerorder"
                            + " sp_setapprole sp_unsetapprole sp_settriggerorder sp_resetstatus"
                            + " sp_resyncexecute sp_resyncexecutesql sp_resyncprepare"
                            + " sp_resyncuniquetable sp_reset_connection sp_resign_database"
                            + " sp_persistent_version_cleanup sp_flush_log sp_flush_ct_internal_table_on_demand"
                            + " sp_flush_commit_table_on_demand sp_cleanup_log_shipping_history"
                            + " sp_cycle_errorlog sp_cycle_agent_errorlog sp_readerrorlog sp_enumerrorlogs"
                            + " sp_enum_oledb_providers sp_catalogs sp_tables_ex sp_columns_ex"
                            + " sp_table_privileges_ex sp_column_privileges_ex sp_primarykeys"
                            + " sp_foreignkeys sp_indexes sp_testlinkedserver sp_addqueued_artinfo"
                            + " sp_delete_backuphistory sp_delete_database_backuphistory"
                            + " sp_purge_jobhistory sp_start_job sp_stop_job sp_update_job"
                            + " sp_notify_operator sp_processmail sp_get_query_template"
                            + " sp_databases sp_dbfixedrolepermission sp_srvrolepermission"
                            + " sp_depends sp_lock sp_who sp_who2 sp_monitor sp_spaceused sp_statistics"
                            + " sp_special_columns sp_stored_procedures sp_tables sp_columns"
                            + " sp_column_privileges sp_table_privileges sp_pkeys sp_fkeys sp_datatype_info"
                            + " sp_table_validation sp_verifypolicy sp_vupgrade_replication"
                            + " sp_wait_for_database_copy_sync sp_kill_filestream_non_transacted_handles"
                            + " sp_kill_oldest_transaction_on_secondary sp_set_session_context"
                            + " sp_set_session_resource_group sp_rda_deauthorize_db sp_rda_set_query_mode"
                            + " sp_external_policy_refresh sp_add_trusted_assembly"
                            + " sp_drop_trusted_assembly sp_user_counter1 sp_check_for_sync_trigger"
                            + " sp_grant_login_to_proxy sp_makewebtask sp_runwebtask sp_dropwebtask"
                            + " sp_ddopen sp_tableswc sp_batch_params sp_bcp_dbcmptlevel"
                            + " sp_clean_db_free_space sp_clean_db_file_free_space sp_cleanmergelogfiles");

    private ServerProcedures() {}

    /** Whether a procedure is the server's, by any of the parts of its name. */
    static boolean contains(String database, String schema, String name) {
        return DATABASES.contains(plain(database))
                || SCHEMAS.contains(plain(schema))
                || isName(plain(name));
    }

    private static boolean isName(String name) {
        return FAMILIES.stream().anyMatch(name::startsWith)
                || NAMES.contains(name)
                || (name.startsWith("sp_") && SUBJECTS.stream().anyMatch(name::contains));
    }

    private static String plain(String name) {
        return SystemObjects.plain(new Relation.Name(name, true));
    }
}
