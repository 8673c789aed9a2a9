package dev.sallyport.source;

import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.client.Completion;
import org.mariadb.jdbc.message.ClientMessage;
import org.mariadb.jdbc.message.client.QueryPacket;
import org.mariadb.jdbc.message.client.ResetPacket;

/**
 * MariaDB by its own driver.
 *
 * <p>A call without values is two round trips: the server prepares and runs the statement in one,
 * and in the other it drops all that the session has gathered, is given the settings again and
 * tells what they are. Values cost one more, since the statement is then prepared first: the driver
 * would otherwise write values into a text that the server does not prepare.
 *
 * <p>Nothing begins a transaction: with {@code autocommit} off and the session's transactions
 * read-only, the first statement does, and after the implicit commit of a statement that changes
 * the schema the next one is read-only again, which {@code START TRANSACTION READ ONLY} is not.
 */
final class MariaDbEngine extends MySqlFamilyEngine {
    private static final String PREFIX = "jdbc:mariadb:";

    /** Of these, none runs SQL, loads a class, or names a file other than a certificate. */
    private static final Set<String> ALLOWED =
            Set.of(
                    "allowPublicKeyRetrieval",
                    "connectTimeout",
                    "enabledSslProtocolSuites",
                    "serverSslCert",
                    "sslMode",
                    "tcpKeepAlive");

    private static final String TRANSACTIONS = "SET SESSION TRANSACTION READ ";

    private static final String QUESTION = MySqlSession.question("tx_read_only");

    private static final int RESET_MILLIS = 3_000;

    /** Rows that the driver reads ahead off the wire, and holds: more save no round trip. */
    private static final int FIRST_FETCH = 10;

    /** How long what is on its way is read, before the connection is given up. */
    private static final long DRAIN_MILLIS = 100;

    @Override
    public Dialect dialect() {
        return Dialects.MARIADB;
    }

    @Override
    public String urlPrefix() {
        return PREFIX;
    }

    @Override
    public Driver driver(SourceConfig config) {
        // It would log the words of the server, which quote the statement.
        System.setProperty("mariadb.logging.disable", "true");
        return new org.mariadb.jdbc.Driver();
    }

    @Override
    public List<String> problems(String url) {
        return MySqlUrl.problems(url, PREFIX, "MariaDB", ALLOWED, true);
    }

    @Override
    public Properties properties(SourceConfig config) {
        Properties properties = super.properties(config);
        properties.setProperty("allowLocalInfile", "false");
        properties.setProperty("permitRedirect", "false");
        properties.setProperty("maxQuerySizeToLog", "0");
        properties.setProperty("autocommit", "false");
        return properties;
    }

    @Override
    public void opened(Connection connection, SourceConfig config) throws SQLException {
        reset(connection, config);
    }

    @Override
    public boolean splits(Connection connection, String sql) throws SQLException {
        return MySqlSession.splits(sql)
                || (sql.indexOf('{') >= 0 && !connection.nativeSQL(sql).equals(sql));
    }

    @Override
    public int firstFetch() {
        return FIRST_FETCH;
    }

    @Override
    public void stream(PreparedStatement statement, int maxRows) throws SQLException {
        // Not setMaxRows: the driver would read all further rows, only to throw them away.
        statement.setFetchSize(Math.min(FIRST_FETCH, maxRows));
    }

    @Override
    public void checkCount(PreparedStatement statement, String sql, int values)
            throws SQLException {
        if (values == 0 && sql.indexOf('?') < 0) {
            return;
        }
        // Has the server prepare it: what it cannot prepare fails here.
        ParameterCount.check(statement, values);
    }

    @Override
    public boolean abandon(Connection connection, ResultSet rows, SecondConnection second)
            throws SQLException {
        driverOf(connection).cancelCurrentQuery();
        // A server that joins by blocks sends all of one before it looks at the request.
        var end =
                CompletableFuture.runAsync(
                        () -> abort(connection),
                        CompletableFuture.delayedExecutor(DRAIN_MILLIS, TimeUnit.MILLISECONDS));
        try {
            // What is on its way already; then the server says that it was stopped.
            rows.close();
            return end.cancel(false);
        } catch (SQLException e) {
            return end.cancel(false) && meaning(e) == EngineError.STOPPED;
        }
    }

    private void abort(Connection connection) {
        try {
            destroy(connection);
        } catch (SQLException | RuntimeException e) {
            // Whoever reads learns of it.
        }
    }

    @Override
    public boolean reset(Connection connection, SourceConfig config) throws SQLException {
        // The caller waits for this: a server that is gone must not keep it for long.
        int usual = connection.getNetworkTimeout();
        connection.setNetworkTimeout(Runnable::run, RESET_MILLIS);
        List<Completion> answers =
                driverOf(connection)
                        .getClient()
                        .executePipeline(
                                new ClientMessage[] {
                                    ResetPacket.INSTANCE,
                                    new QueryPacket(
                                            "SET "
                                                    + MySqlSession.pins("")
                                                    + ", SESSION max_statement_time = "
                                                    + MySqlSession.seconds(config)),
                                    new QueryPacket(
                                            TRANSACTIONS + (config.writes() ? "WRITE" : "ONLY")),
                                    new QueryPacket(QUESTION)
                                },
                                null,
                                0,
                                0,
                                ResultSet.CONCUR_READ_ONLY,
                                ResultSet.TYPE_FORWARD_ONLY,
                                false,
                                false);
        if (!(answers.getLast() instanceof ResultSet answer)) {
            return false;
        }
        try (answer) {
            MySqlSession.check(answer, defaultDatabase(config), !config.writes());
        }
        connection.setNetworkTimeout(Runnable::run, usual);
        return true;
    }

    @Override
    public void cancel(Connection connection, Statement statement) throws SQLException {
        driverOf(connection).cancelCurrentQuery();
    }

    @Override
    public void cancel(
            Connection connection, @Nullable Statement statement, SecondConnection second)
            throws SQLException {
        // Statement.cancel does nothing between two reads of a stream.
        driverOf(connection).cancelCurrentQuery();
    }

    @Override
    public RightsProbe rightsProbe() {
        return new MySqlRights(true);
    }

    @Override
    public String message(SQLException error) {
        // Without the number of the connection, which the driver puts before it.
        return super.message(error).replaceFirst("^\\(conn=-?[0-9]+\\) ", "");
    }

    private static org.mariadb.jdbc.Connection driverOf(Connection connection) throws SQLException {
        return connection.unwrap(org.mariadb.jdbc.Connection.class);
    }
}
