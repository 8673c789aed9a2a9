package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.TestSqlServer;
import dev.sallyport.testing.CommitProxy;
import dev.sallyport.testing.tds.H2Backend;
import dev.sallyport.testing.tds.TdsServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Changes over Microsoft's driver and its protocol. Behind them is H2: what T-SQL itself does is
 * not shown here.
 */
class SqlServerWriteTest extends ServerWriteContract {
    @SuppressWarnings("NullAway.Init")
    private H2Backend backend;

    @SuppressWarnings("NullAway.Init")
    private TdsServer server;

    @Override
    protected SourceConfig prepared() throws SQLException {
        List<String> statements = new ArrayList<>(SCHEMA);
        statements.add("INSERT INTO accounts SELECT x, 'owner ' || x, x FROM SYSTEM_RANGE(1, 50)");
        backend = new H2Backend().database("shop", statements);
        try {
            server = new TdsServer(backend);
        } catch (IOException e) {
            throw new SQLException(e);
        }
        return TestSqlServer.writingSource(server.url("shop"));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Override
    protected String seen(String sql) throws SQLException {
        try (Connection connection = backend.connect("shop");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    @Override
    protected String slowCondition() {
        return "(SELECT COUNT(*) FROM SYSTEM_RANGE(1, 100000000000) a WHERE MOD(a.x, 7) = id) < 0";
    }

    @Override
    protected void endSessionThatChanges() {
        if (server.running() > 0) {
            server.killAll();
        }
    }

    @Override
    protected CommitProxy proxy(CommitProxy.Mode mode) throws IOException {
        return new CommitProxy(
                server.port(), "COMMIT TRAN".getBytes(StandardCharsets.UTF_16LE), mode);
    }

    @Override
    protected SourceConfig through(CommitProxy proxy) {
        return TestSqlServer.writingSource(
                "jdbc:sqlserver://127.0.0.1:" + proxy.port() + ";databaseName=shop;encrypt=false");
    }

    /** The driver's limit of rows would be one of the rows that are changed. */
    @Test
    void changesAreInATransactionThatErrorsEndAndHaveNoLimitOfRows() {
        assertWritten(write(RAISE), 1);
        assertThat(server.log())
                .anySatisfy(line -> assertThat(line).contains("XACT_ABORT ON"))
                .anySatisfy(line -> assertThat(line).contains("set implicit_transactions on"))
                .anySatisfy(line -> assertThat(line).contains("COMMIT TRAN"))
                .noneSatisfy(line -> assertThat(line).containsIgnoringCase("rowcount"));
        assertThat(server.logins()).hasSize(1).noneMatch(login -> login.readOnly());
    }
}
