package dev.sallyport.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.config.ConfigException;
import dev.sallyport.config.Configuration;
import dev.sallyport.config.Environment;
import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which procedures may be called, by the owner's list of {@link #GUARD}. */
class ProcedureGuardTest {
    private static final ProcedureGuard GUARD =
            guard(
                    Dialects.TSQL,
                    "{allowed: [close_order, 'Sales.dbo.Top', '[week end].[p.q]', 'dbo.[a]]b]'],"
                            + " read-only: ['sales..top']}");

    /** A name, the database of the call, and what is called: database, schema, name. */
    @ParameterizedTest(name = "{0} in {1} -> {2}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
                    close_order                  | -     | shop dbo close_order write
                    DBO.CLOSE_ORDER              | -     | shop dbo close_order write
                    [close_order]                | Shop  | shop dbo close_order write
                    shop..close_order            | -     | shop dbo close_order write
                    "shop"."dbo"."Close_Order"   | sales | shop dbo close_order write
                    top                          | sales | Sales dbo Top read
                    SALES.dbo.Top                | -     | Sales dbo Top read
                    [week end].[p.q]             | -     | shop week end p.q write
                    [a]]b]                       | -     | shop dbo a]b write
                    close_order /* now */        | -     | shop dbo close_order write
                    top                          | -     | SP-245
                    close_order                  | sales | SP-245
                    sales.close_order            | -     | SP-245
                    p.q                          | -     | SP-245
                    week end.p                   | -     | SP-202
                    close_order()                | -     | SP-202
                    close_order, top             | -     | SP-202
                    close_order;1                | -     | SP-202
                    close_order -- ; drop        | -     | shop dbo close_order write
                    .close_order                 | -     | SP-202
                    a.b.c.close_order            | -     | SP-228
                    payroll..close_order         | -     | SP-240
                    close_order                  | payroll | SP-240
                    master.dbo.close_order       | -     | SP-240
                    [what?]                      | -     | SP-202
                    [close_order                 | -     | SP-213
                    """)
    void inspect(String name, String database, String expected) {
        assertThat(summary(GUARD.inspect(name, Optional.ofNullable(database)))).isEqualTo(expected);
    }

    /** Whatever schema and database stand before. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "xp_cmdshell",
                "master..xp_regread",
                "[XP_DIRTREE]",
                "ｘp_cmdshell",
                "sp_executesql",
                "dbo.SP_EXECUTESQL",
                "sp_execute",
                "sp_execute_external_script",
                "sp_execute_remote",
                "sp_prepexec",
                "sp_prepexecrpc",
                "sp_prepare",
                "sp_unprepare",
                "sp_cursoropen",
                "sp_cursorexecute",
                "sp_MSforeachtable",
                "sp_msforeachdb",
                "sp_OACreate",
                "sp_oamethod",
                "sp_send_dbmail",
                "msdb.dbo.sysmail_add_account_sp",
                "msdb.dbo.anything",
                "sp_addlinkedserver",
                "sp_addlinkedsrvlogin",
                "sp_droplinkedsrvlogin",
                "sp_linkedservers",
                "sp_tables_ex",
                "sp_serveroption",
                "sp_addsrvrolemember",
                "sp_addrolemember",
                "sp_addlogin",
                "sp_password",
                "sp_configure",
                "sp_add_job",
                "sp_add_jobstep",
                "sp_start_job",
                "sp_procoption",
                "sp_addextendedproc",
                "sp_rename",
                "sp_detach_db",
                "sp_attach_db",
                "sp_setapprole",
                "sp_invoke_external_rest_endpoint",
                "sp_replcmds",
                "sp_trace_create",
                "sp_xml_preparedocument",
                "sp_getapplock",
                "sys.anything",
                "tempdb..anything"
            })
    void neverOneOfTheServer(String name) {
        assertThat(summary(GUARD.inspect(name, Optional.empty()))).isIn("SP-246", "SP-212");
        assertThatThrownBy(() -> guard(Dialects.TSQL, "{allowed: ['" + name + "']}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("SP-2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sp_GetOrders", "spring_cleaning", "xproc", "dbo.sp_close_order"})
    void namesOfTheOwnersOwnMayBeginLikeTheServers(String name) {
        assertThat(
                        summary(
                                guard(Dialects.TSQL, "{allowed: ['" + name + "']}")
                                        .inspect(name, Optional.empty())))
                .endsWith("write");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{allowed: [a], read-only: [b]} | must name procedures that allowed names too",
                "{allowed: ['payroll.dbo.a']} | SP-240",
                "{allowed: ['a b']} | SP-202",
                "{allowed: ['x.shop.dbo.a']} | SP-228",
            })
    void aListThatCannotHoldStopsTheStart(String procedures, String problem) {
        assertThatThrownBy(() -> guard(Dialects.TSQL, procedures)).hasMessageContaining(problem);
    }

    @Test
    void otherEnginesHaveNone() {
        assertThatThrownBy(() -> guard(Dialects.POSTGRES, "{allowed: [a]}"))
                .hasMessageContaining("SQL Server only");
        assertThat(summary(ProcedureGuard.none(Dialects.POSTGRES).inspect("a", Optional.empty())))
                .isEqualTo("SP-247");
    }

    private static ProcedureGuard guard(Dialect dialect, String procedures) {
        Configuration configuration =
                Configuration.read("test", "procedures: " + procedures, Environment.of(Map.of()));
        ProcedureGuard guard =
                ProcedureGuard.read(
                        configuration.root(),
                        dialect,
                        AllowList.ofDatabases(List.of("shop", "sales")),
                        Optional.of("shop"));
        configuration.finish();
        return guard;
    }

    private static String summary(ProcedureVerdict verdict) {
        return switch (verdict) {
            case ProcedureVerdict.Allowed(var database, var schema, var name, boolean readOnly) ->
                    String.join(" ", database, schema, name, readOnly ? "read" : "write");
            case ProcedureVerdict.Refused(var refused) -> refused.reason().code();
        };
    }
}
