package dev.sallyport.testing.tds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.sqlserver.jdbc.SQLServerDriver;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The test server is spoken to by Microsoft's driver alone. */
@Timeout(60)
class TdsServerTest {
    private final ScriptedBackend backend = new ScriptedBackend();
    private TdsServer server;
    private Connection connection;

    @BeforeEach
    void open() throws IOException, SQLException {
        server = new TdsServer(backend);
        connection = connect();
    }

    @AfterEach
    void close() throws IOException, SQLException {
        connection.close();
        server.close();
    }

    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "reader");
        properties.setProperty("password", ScriptedBackend.PASSWORD);
        return new SQLServerDriver().connect(server.url("shop"), properties);
    }

    @Test
    void callsAProcedureWithOutputParametersResultsAndAStatus() throws SQLException {
        backend.onCall(
                "dbo.restock",
                (parameters, answer) -> {
                    answer.columns(new TdsColumn("id", "int"));
                    answer.row(parameters.get(0).value());
                    answer.row(2L);
                    answer.rowsDone(2);
                    answer.changed(TdsAnswer.Command.UPDATE, 5);
                    answer.columns(new TdsColumn("name", "nvarchar(20)"));
                    answer.row("é漢");
                    answer.rowsDone(1);
                    answer.returned(7);
                    answer.output(parameters.get(1), new BigDecimal("12.50"));
                    answer.output(parameters.get(2), "done");
                });
        try (CallableStatement call = connection.prepareCall("{? = call dbo.restock(?, ?, ?)}")) {
            call.registerOutParameter(1, Types.INTEGER);
            call.setInt(2, 41);
            call.registerOutParameter(3, Types.DECIMAL, 2);
            call.registerOutParameter(4, Types.NVARCHAR);
            assertThat(call.execute()).isTrue();
            try (ResultSet rows = call.getResultSet()) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isEqualTo(41);
            }
            assertThat(call.getMoreResults()).isFalse();
            assertThat(call.getUpdateCount()).isEqualTo(5);
            assertThat(call.getMoreResults()).isTrue();
            try (ResultSet rows = call.getResultSet()) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1)).isEqualTo("é漢");
            }
            assertThat(call.getMoreResults()).isFalse();
            assertThat(call.getUpdateCount()).isEqualTo(-1);
            assertThat(call.getInt(1)).isEqualTo(7);
            assertThat(call.getBigDecimal(3)).isEqualByComparingTo("12.50");
            assertThat(call.getString(4)).isEqualTo("done");
        }
    }

    @Test
    void preparesAtTheSecondTimeAndExecutesByHandleAfterwards() throws SQLException {
        backend.on(
                "SELECT @P0",
                (parameters, answer) -> {
                    answer.columns(new TdsColumn("v", "bigint"));
                    answer.row(parameters.getFirst().value());
                    answer.rowsDone(1);
                });
        try (PreparedStatement statement = connection.prepareStatement("SELECT ?")) {
            for (long i = 1; i <= 4; i++) {
                statement.setLong(1, i);
                try (ResultSet rows = statement.executeQuery()) {
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getLong(1)).isEqualTo(i);
                }
            }
        }
        assertThat(server.log())
                .filteredOn(line -> line.startsWith("CALL"))
                .startsWith(
                        "CALL sp_executesql 3",
                        "CALL sp_prepexec 4",
                        "CALL sp_execute 2",
                        "CALL sp_execute 2");
    }

    @Test
    void answersABatchWithSeveralResults() throws SQLException {
        backend.on(
                "batch",
                (parameters, answer) -> {
                    answer.changed(TdsAnswer.Command.INSERT, 3);
                    answer.columns(new TdsColumn("a", "int"));
                    answer.row(1);
                    answer.rowsDone(1);
                    answer.changed(TdsAnswer.Command.DELETE, 0);
                });
        try (Statement statement = connection.createStatement()) {
            assertThat(statement.execute("batch")).isFalse();
            assertThat(statement.getUpdateCount()).isEqualTo(3);
            assertThat(statement.getMoreResults()).isTrue();
            assertThat(statement.getMoreResults()).isFalse();
            assertThat(statement.getUpdateCount()).isZero();
            assertThat(statement.getMoreResults()).isFalse();
            assertThat(statement.getUpdateCount()).isEqualTo(-1);
        }
    }

    @Test
    void tellsAnErrorWithItsNumberEvenBehindRows() {
        backend.on(
                "half",
                (parameters, answer) -> {
                    answer.columns(new TdsColumn("a", "int"));
                    answer.row(1);
                    throw new TdsError(8134, "Divide by zero error encountered.");
                });
        assertThatThrownBy(
                        () -> {
                            try (Statement statement = connection.createStatement();
                                    ResultSet rows = statement.executeQuery("half")) {
                                assertThat(rows.next()).isTrue();
                                rows.next();
                            }
                        })
                .isInstanceOfSatisfying(
                        SQLException.class,
                        error -> assertThat(error.getErrorCode()).isEqualTo(8134));
    }

    @Test
    void changesTheDatabaseAndTellsTheDriver() throws SQLException {
        assertThat(connection.getCatalog()).isEqualTo("shop");
        connection.setCatalog("other");
        assertThat(connection.getCatalog()).isEqualTo("other");
    }

    @Test
    void refusesAWrongPassword() {
        Properties properties = new Properties();
        properties.setProperty("user", "reader");
        properties.setProperty("password", "Wrong-1");
        assertThatThrownBy(() -> new SQLServerDriver().connect(server.url("shop"), properties))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        error -> assertThat(error.getErrorCode()).isEqualTo(18456));
    }

    @Test
    void waitsForAClientThatDoesNotRead() throws Exception {
        AtomicLong made = new AtomicLong();
        backend.on(
                "large",
                (parameters, answer) -> {
                    answer.columns(new TdsColumn("filler", "varchar(8000)"));
                    String filler = "x".repeat(8_000);
                    for (int i = 0; i < 200_000; i++) {
                        answer.row(filler);
                        made.incrementAndGet();
                    }
                    answer.rowsDone(200_000);
                });
        try (Statement statement = connection.createStatement()) {
            ResultSet rows = statement.executeQuery("large");
            assertThat(rows.next()).isTrue();
            long before = -1;
            while (made.get() != before) {
                before = made.get();
                Thread.sleep(200);
            }
            assertThat(before).isLessThan(20_000);
            statement.cancel();
        }
        assertThat(made.get()).isLessThan(20_000);
        assertThat(connection.getCatalog()).isEqualTo("shop");
    }
}
