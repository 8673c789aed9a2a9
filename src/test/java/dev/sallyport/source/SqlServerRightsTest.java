package dev.sallyport.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.sallyport.testing.tds.ScriptedBackend;
import dev.sallyport.testing.tds.TdsColumn;
import dev.sallyport.testing.tds.TdsError;
import dev.sallyport.testing.tds.TdsServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.sf.jsqlparser.parser.CCJSqlParserUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers are written down: no T-SQL is run, only parsed. */
class SqlServerRightsTest {
    private final ScriptedBackend backend = new ScriptedBackend();
    private TdsServer server;

    @BeforeEach
    void start() throws IOException {
        server = new TdsServer(backend);
        backend.on(
                SqlServerRights.LOGIN,
                (parameters, answer) -> {
                    answer.columns(text("login"), text("database"));
                    answer.row("reader", "odd]shop");
                    answer.rowsDone(1);
                });
        for (CatalogProbe probe : probes()) {
            answer(probe);
        }
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    static List<CatalogProbe> probes() {
        List<CatalogProbe> probes = new ArrayList<>(SqlServerRights.PROBES);
        probes.addFirst(SqlServerRights.SUPERUSER);
        return probes;
    }

    @Test
    void aLoginOfWhichNothingIsFoundIsGradedA() {
        Examination.Graded graded = examine();
        assertThat(graded.login()).isEqualTo("reader");
        assertThat(graded.findings()).isEmpty();
        assertThat(graded.recipe()).contains("USE [odd]]shop]");
    }

    @ParameterizedTest
    @MethodSource("probes")
    void whatTheServerTellsIsAFindingWithItsSql(CatalogProbe probe) {
        answer(probe, "thing", "END OF IT");
        assertThat(examine().findings())
                .containsExactly(
                        new RightsFinding(
                                probe.right(),
                                probe.grade(),
                                probe.says() + ": thing",
                                List.of("END OF IT")));
    }

    @ParameterizedTest
    @MethodSource("probes")
    void whatTheServerDoesNotTellIsNotRuledOut(CatalogProbe probe) {
        backend.on(
                probe.sql(),
                (parameters, answer) -> {
                    throw new TdsError(300, 14, "permission was denied");
                });
        Examination.Graded graded = examine();
        assertThat(graded.findings()).containsExactly(probe.unknown());
        assertThat(graded.grade()).isEqualTo(probe.grade());
        assertThat(graded.known()).isFalse();
    }

    @Test
    void looksNoFurtherAtALoginThatMayDoEverything() {
        answer(
                SqlServerRights.SUPERUSER,
                "sysadmin",
                "ALTER SERVER ROLE [sysadmin] DROP MEMBER [x]");
        answer(SqlServerRights.PROBES.getLast(), "xp_dirtree", "REVOKE");
        assertThat(examine().findings()).hasSize(1);
        assertThat(server.log()).noneMatch(line -> line.contains("HAS_PERMS_BY_NAME"));
    }

    @ParameterizedTest
    @MethodSource("probes")
    void eachQuestionIsSqlAndOnlyReads(CatalogProbe probe) {
        assertThatCode(() -> CCJSqlParserUtil.parse(probe.sql())).doesNotThrowAnyException();
        assertThat(probe.sql()).startsWith("SELECT ");
    }

    @Test
    void everyRightHasItsOwnName() {
        assertThat(
                        Stream.concat(
                                Stream.of(SqlServerRights.SUPERUSER),
                                SqlServerRights.PROBES.stream()))
                .extracting(CatalogProbe::right)
                .doesNotHaveDuplicates();
    }

    @Test
    void refusesCallsOfALoginThatMayDoTooMuch() {
        answer(
                SqlServerRights.SUPERUSER,
                "sysadmin",
                "ALTER SERVER ROLE [sysadmin] DROP MEMBER [x]");
        SourceConfig config =
                TestSqlServer.source(server, "shop")
                        .withAttestation(new Attestation(true, Grade.D));
        try (Sources sources = new Sources(List.of(config))) {
            assertThat(
                            sources.all()
                                    .getFirst()
                                    .borrow(Optional.empty(), Duration.ofSeconds(20), () -> false))
                    .isEqualTo(new Borrowed.NotAttested(Grade.F, Grade.D));
        }
    }

    private void answer(CatalogProbe probe, Object... row) {
        backend.on(
                probe.sql(),
                (parameters, answer) -> {
                    answer.columns(text("thing"), text("fix"));
                    if (row.length > 0) {
                        answer.row(row);
                    }
                    answer.rowsDone(row.length > 0 ? 1 : 0);
                });
    }

    private static TdsColumn text(String name) {
        return new TdsColumn(name, "nvarchar(100)");
    }

    private Examination.Graded examine() {
        try (Sources sources = new Sources(List.of(TestSqlServer.source(server, "shop")))) {
            return (Examination.Graded)
                    sources.all().getFirst().examine(Duration.ofSeconds(20), () -> false);
        }
    }
}
