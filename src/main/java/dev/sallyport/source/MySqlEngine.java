package dev.sallyport.source;

import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import java.lang.reflect.InvocationTargetException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * MySQL by Connector/J, which the owner brings.
 *
 * <p>The transaction that a call runs in is read-only as MariaDB's is: see {@link MariaDbEngine}.
 */
final class MySqlEngine extends MySqlFamilyEngine {
    private static final String PREFIX = "jdbc:mysql:";

    /** Of these, none runs SQL, loads a class, or names a file. */
    private static final Set<String> ALLOWED =
            Set.of(
                    "allowPublicKeyRetrieval",
                    "connectTimeout",
                    "sslMode",
                    "tcpKeepAlive",
                    "tlsVersions");

    private static final int RESET_MILLIS = 3_000;

    @Override
    public Dialect dialect() {
        return Dialects.MYSQL;
    }

    @Override
    public String urlPrefix() {
        return PREFIX;
    }

    @Override
    public Optional<BroughtDriver> broughtDriver() {
        return Optional.of(BroughtDriver.MYSQL);
    }

    @Override
    public List<String> problems(String url) {
        return MySqlUrl.problems(url, PREFIX, "MySQL", ALLOWED, false);
    }

    @Override
    public Properties properties(SourceConfig config) {
        Properties properties = super.properties(config);
        properties.setProperty("emulateUnsupportedPstmts", "false");
        properties.setProperty("processEscapeCodesForPrepStmts", "false");
        properties.setProperty("allowLoadLocalInfile", "false");
        properties.setProperty("allowUrlInLocalInfile", "false");
        properties.setProperty("autoDeserialize", "false");
        properties.setProperty("autoReconnect", "false");
        properties.setProperty("characterEncoding", "UTF-8");
        properties.setProperty("jdbcCompliantTruncation", "false");
        // The other way knows no comments of tables.
        properties.setProperty("useInformationSchema", "true");
        properties.setProperty("netTimeoutForStreamingResults", "0");
        properties.setProperty("readOnlyPropagatesToServer", "false");
        properties.setProperty("logger", "com.mysql.cj.log.NullLogger");
        return properties;
    }

    @Override
    public void opened(Connection connection, SourceConfig config) throws SQLException {
        pin(connection, config);
    }

    @Override
    public boolean splits(Connection connection, String sql) {
        return MySqlSession.splits(sql);
    }

    @Override
    public int firstFetch() {
        return 0;
    }

    @Override
    public void stream(PreparedStatement statement, int maxRows) throws SQLException {
        // Row by row off the wire. A cursor would have the server write the whole result first.
        statement.setFetchSize(Integer.MIN_VALUE);
    }

    @Override
    public void checkCount(PreparedStatement statement, String sql, int values)
            throws SQLException {
        ParameterCount.check(statement, values);
    }

    @Override
    public boolean abandon(Connection connection, ResultSet rows, SecondConnection second)
            throws SQLException {
        kill(connection, second);
        return false;
    }

    @Override
    public boolean reset(Connection connection, SourceConfig config) throws SQLException {
        if (!meets(connection, 5, 7)) {
            // It cannot make a session like new.
            return false;
        }
        int usual = connection.getNetworkTimeout();
        connection.setNetworkTimeout(Runnable::run, RESET_MILLIS);
        ask(connection, "resetServerState");
        pin(connection, config);
        connection.setNetworkTimeout(Runnable::run, usual);
        return true;
    }

    @Override
    public void cancel(Connection connection, Statement statement) throws SQLException {
        statement.cancel();
    }

    @Override
    public void cancel(
            Connection connection, @Nullable Statement statement, SecondConnection second)
            throws SQLException {
        // Statement.cancel does nothing while the driver reads a stream.
        kill(connection, second);
    }

    @Override
    public RightsProbe rightsProbe() {
        return new MySqlRights(false);
    }

    /** Not a reset: what is before 5.7 knows none, and a call may need another transaction. */
    @Override
    public boolean rollback(Connection connection, SourceConfig config) throws SQLException {
        connection.rollback();
        return true;
    }

    /** No statement of MySQL returns rows of a change; the driver would limit reads by a SET. */
    @Override
    public void limitReturned(PreparedStatement statement, int maxRows) {}

    private void pin(Connection connection, SourceConfig config) throws SQLException {
        String readOnly = meets(connection, 8, 0) ? "transaction_read_only" : "tx_read_only";
        // Before 5.7 the mode knows no columns that follow from others; the driver's own queries
        // fail.
        String modes = meets(connection, 5, 7) ? "ONLY_FULL_GROUP_BY," : "";
        StringBuilder settings =
                new StringBuilder("SET ")
                        .append(MySqlSession.pins(modes))
                        .append(", SESSION ")
                        .append(readOnly)
                        .append(config.writes() ? " = 0" : " = 1");
        if (meets(connection, 5, 7)) {
            settings.append(", SESSION max_execution_time = ")
                    .append(MySqlSession.seconds(config) * 1_000);
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(settings.toString());
            try (ResultSet answer = statement.executeQuery(MySqlSession.question(readOnly))) {
                MySqlSession.check(answer, defaultDatabase(config), !config.writes());
            }
        }
    }

    /** Stops what a session runs, from a second one. */
    private static void kill(Connection connection, SecondConnection second) throws SQLException {
        Object session = ask(connection, "getId");
        try (Connection other = second.open();
                Statement statement = other.createStatement()) {
            statement.execute("KILL QUERY " + session);
        }
    }

    private static boolean meets(Connection connection, int major, int minor) throws SQLException {
        DatabaseMetaData server = connection.getMetaData();
        int ofServer = server.getDatabaseMajorVersion();
        return ofServer > major || (ofServer == major && server.getDatabaseMinorVersion() >= minor);
    }

    /** JDBC has no name for these, and the driver's classes are not the product's own. */
    private static Object ask(Connection connection, String method) throws SQLException {
        try {
            Object answer =
                    connection
                            .getClass()
                            .getClassLoader()
                            .loadClass("com.mysql.cj.jdbc.JdbcConnection")
                            .getMethod(method)
                            .invoke(connection);
            return answer == null ? "" : answer;
        } catch (InvocationTargetException e) {
            throw new SQLException("the driver could not " + method, "08000", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new SQLException("the driver has no " + method, "08001", e);
        }
    }
}
