package dev.sallyport.source;

import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.postgresql.PGConnection;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.CachedQuery;
import org.postgresql.core.Query;
import org.postgresql.core.QueryExecutorBase;
import org.postgresql.core.TransactionState;
import org.postgresql.util.PSQLException;

/**
 * PostgreSQL by pgjdbc.
 *
 * <p>A call is two round trips: {@code BEGIN READ ONLY} goes out with the query, and {@code
 * ROLLBACK}, {@code DISCARD ALL} and the session's time zone go out together at the end.
 */
final class PostgresEngine implements Engine {
    private static final String PREFIX = "jdbc:postgresql:";

    /** Of these, none runs code, reads another file than a certificate, or changes the protocol. */
    private static final Set<String> ALLOWED =
            Set.of(
                    "ApplicationName",
                    "channelBinding",
                    "connectTimeout",
                    "currentSchema",
                    "gssEncMode",
                    "hostRecheckSeconds",
                    "loadBalanceHosts",
                    "loginTimeout",
                    "requireAuth",
                    "ssl",
                    "sslNegotiation",
                    "sslcert",
                    "sslkey",
                    "sslmode",
                    "sslrootcert",
                    "targetServerType",
                    "tcpKeepAlive");

    /** The driver announces the time zone of this machine; values must not depend on it. */
    private static final String TIME_ZONE = "SET TimeZone = 'UTC'";

    private static final String[] RESETS = {"ROLLBACK", "DISCARD ALL", TIME_ZONE};
    private static final String RESET = String.join("; ", RESETS);
    private static final byte[] SENT_RESET = PostgresReset.message(RESETS);

    /** The server cuts longer names, and would take another database then. */
    private static final int MAX_NAME_BYTES = 63;

    /** No function is looked up among temporary objects, so their schema may come first. */
    private static final String CHECK =
            "SELECT current_setting('client_encoding') = 'UTF8' AND 'pg_catalog' = (SELECT s FROM"
                    + " unnest(current_schemas(true)) WITH ORDINALITY AS u(s, n) WHERE s NOT LIKE"
                    + " 'pg\\_temp\\_%' ORDER BY n LIMIT 1)";

    /**
     * Of the same exchange as the read: the BEGIN that the driver sends by itself is answered on
     * its own.
     */
    private static final String BEGIN = "BEGIN READ ONLY;";

    private static final int RESET_MILLIS = 3_000;

    /** Bytes of one fetch; the driver's words for more have this name in them in any language. */
    private static final String RESULT_BUFFER = "maxResultBuffer";

    /** Enough for most answers of an agent; the reader asks for more as it learns their size. */
    private static final int FIRST_FETCH = 100;

    @Override
    public Dialect dialect() {
        return Dialects.POSTGRES;
    }

    @Override
    public String urlPrefix() {
        return PREFIX;
    }

    @Override
    public Driver driver(SourceConfig config) {
        DriverLog.silence("org.postgresql");
        return new org.postgresql.Driver();
    }

    @Override
    public List<String> problems(String url) {
        List<String> problems = new ArrayList<>();
        if (!url.startsWith(PREFIX)) {
            problems.add("a URL of PostgreSQL begins with " + PREFIX);
            return problems;
        }
        if (beforeParameters(url).indexOf('@') >= 0) {
            problems.add(
                    "a credential does not belong into the URL: write user: and password:"
                            + " ${env:NAME}");
        }
        problems.addAll(
                UrlParameters.problems(UrlParameters.afterQuestionMark(url), ALLOWED, false));
        return problems;
    }

    @Override
    public Optional<String> defaultDatabase(SourceConfig config) {
        String path = beforeParameters(config.url()).substring(PREFIX.length());
        if (path.startsWith("//")) {
            int slash = path.indexOf('/', 2);
            path = slash < 0 ? "" : path.substring(slash + 1);
        } else if (path.startsWith("/")) {
            path = path.substring(1);
        }
        String name = URLDecoder.decode(path, StandardCharsets.UTF_8);
        return name.isEmpty() ? config.user() : Optional.of(name);
    }

    @Override
    public Optional<SourceConfig> inDatabase(SourceConfig config, String database) {
        boolean name =
                !database.isEmpty()
                        && database.getBytes(StandardCharsets.UTF_8).length <= MAX_NAME_BYTES
                        && database.codePoints().noneMatch(Character::isISOControl);
        if (!name) {
            return Optional.empty();
        }
        String url = config.url();
        String before = beforeParameters(url);
        int host = before.startsWith("//", PREFIX.length()) ? PREFIX.length() + 2 : -1;
        int path = host < 0 ? PREFIX.length() : before.indexOf('/', host);
        String server = path < 0 ? before : before.substring(0, path);
        String encoded = URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
        return Optional.of(
                config.withUrl(
                        server + (host < 0 ? "" : "/") + encoded + url.substring(before.length())));
    }

    @Override
    public Properties properties(SourceConfig config) {
        long timeout = config.timeout().toMillis() + 1_000;
        Properties properties = new Properties();
        properties.setProperty(
                "options",
                String.join(
                        " ",
                        "-c statement_timeout=" + timeout,
                        "-c idle_in_transaction_session_timeout=" + (timeout + 60_000),
                        "-c default_transaction_read_only=" + (config.writes() ? "off" : "on"),
                        "-c standard_conforming_strings=on",
                        "-c IntervalStyle=postgres",
                        "-c bytea_output=hex"));
        // Bind and Execute carry one statement; simple Query would carry many.
        properties.setProperty("preferQueryMode", "extended");
        // Values arrive in the server's own words, which the types of this driver would round.
        properties.setProperty("binaryTransfer", "false");
        properties.setProperty("prepareThreshold", "0");
        properties.setProperty("readOnlyMode", "transaction");
        properties.setProperty("stringtype", "unspecified");
        properties.setProperty("assumeMinServerVersion", "12");
        properties.setProperty(RESULT_BUFFER, "64M");
        properties.setProperty("cancelSignalTimeout", "2");
        properties.setProperty("socketTimeout", String.valueOf(timeout / 1_000 + 10));
        properties.setProperty("hideUnprivilegedObjects", "true");
        List<String> given = UrlParameters.afterQuestionMark(config.url());
        UrlParameters.unlessGiven(properties, given, "ApplicationName", "sallyport");
        UrlParameters.unlessGiven(properties, given, "connectTimeout", "5");
        UrlParameters.unlessGiven(properties, given, "loginTimeout", "10");
        UrlParameters.unlessGiven(properties, given, "tcpKeepAlive", "true");
        return properties;
    }

    @Override
    public boolean readOnlyConnection(SourceConfig config) {
        return true;
    }

    @Override
    public void opened(Connection connection) throws SQLException {
        if (!connection.unwrap(BaseConnection.class).getStandardConformingStrings()) {
            throw new SQLException("standard_conforming_strings must be on", "08001");
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(CHECK)) {
            if (!row.next() || !row.getBoolean(1)) {
                throw new SQLException(
                        "client_encoding must be UTF8, and search_path not name pg_catalog late",
                        "08001");
            }
        }
        PostgresTypes.teach(connection.unwrap(BaseConnection.class).getTypeInfo());
        reset(connection);
    }

    @Override
    public boolean splits(Connection connection, String sql) throws SQLException {
        BaseConnection driver = connection.unwrap(BaseConnection.class);
        QueryExecutorBase executor = executor(connection);
        // The one that is prepared a moment later, so that the driver parses the text once.
        CachedQuery cached = executor.borrowQuery(BEGIN + sql);
        Query[] statements = cached.query.getSubqueries();
        executor.releaseQuery(cached);
        if (statements == null || statements.length != 2) {
            return true;
        }
        // JDBC's own escapes in braces: the server would get another text than the guard has seen.
        return sql.indexOf('{') >= 0
                && !driver.createQuery(sql, true, false)
                        .query
                        .getNativeSql()
                        .equals(driver.createQuery(sql, false, false).query.getNativeSql());
    }

    @Override
    public PreparedStatement prepareRead(Connection connection, String sql) throws SQLException {
        return connection.prepareStatement(BEGIN + sql);
    }

    @Override
    public boolean run(Connection connection, PreparedStatement read) throws SQLException {
        // The statement begins with BEGIN: the driver is to send none of its own.
        executor(connection).setTransactionState(TransactionState.OPEN);
        return !read.execute() && read.getMoreResults();
    }

    @Override
    public int firstFetch() {
        return FIRST_FETCH;
    }

    @Override
    public boolean holdsResults() {
        return true;
    }

    /** By the driver, which hears of the time zone so; {@link #sendReset} relies on that. */
    @Override
    public boolean reset(Connection connection) throws SQLException {
        // The caller waits for this: a server that is gone must not keep it for long.
        int usual = connection.getNetworkTimeout();
        connection.setNetworkTimeout(Runnable::run, RESET_MILLIS);
        // Begins no transaction, and asks for no description of what returns nothing.
        connection.unwrap(BaseConnection.class).execSQLUpdate(RESET);
        connection.setNetworkTimeout(Runnable::run, usual);
        return true;
    }

    @Override
    public Optional<SentReset> sendReset(Connection connection) throws SQLException {
        return Optional.of(PostgresReset.send(executor(connection), SENT_RESET));
    }

    @Override
    public RightsProbe rightsProbe() {
        return new PostgresRights();
    }

    @Override
    public void cancel(Connection connection, Statement statement) throws SQLException {
        // Statement.cancel does nothing while the driver fetches more rows of a cursor.
        connection.unwrap(PGConnection.class).cancelQuery();
    }

    @Override
    public EngineError meaning(SQLException error) {
        String state = error.getSQLState() == null ? "" : error.getSQLState();
        boolean ofDriver =
                !(error instanceof PSQLException server && server.getServerErrorMessage() != null);
        if (ofDriver && (state.equals("53200") || isFetchTooLarge(error))) {
            return EngineError.FETCH_TOO_LARGE;
        }
        return switch (state) {
            case "57014" -> EngineError.STOPPED;
            case "25006" -> EngineError.NOT_READ_ONLY;
            case "42501" -> EngineError.NO_RIGHT;
            case "08P01" -> EngineError.PARAMETERS;
            case "07001", "07002", "22023" ->
                    ofDriver ? EngineError.PARAMETERS : EngineError.STATEMENT;
            case "53300", "57P03" -> EngineError.BUSY;
            case "25P03", "57P01", "57P02", "57P05" -> EngineError.CONNECTION_LOST;
            default -> {
                if (state.startsWith("08")) {
                    yield EngineError.CONNECTION_LOST;
                }
                yield state.startsWith("28") ? EngineError.LOGIN : EngineError.STATEMENT;
            }
        };
    }

    /** The driver has no state of its own for it. */
    private static boolean isFetchTooLarge(SQLException error) {
        return error.getMessage() != null && error.getMessage().contains(RESULT_BUFFER);
    }

    @Override
    public boolean writes() {
        return true;
    }

    @Override
    public ChangeError changeError(SQLException error) {
        return "55P03".equals(error.getSQLState())
                ? ChangeError.CONFLICT
                : Engine.super.changeError(error);
    }

    /**
     * An ERROR is the server's own word that the transaction was rolled back. A FATAL one ends the
     * session, and may come when the commit is on the disk.
     */
    @Override
    public boolean provesRollback(SQLException error) {
        if (!(error instanceof PSQLException server) || server.getServerErrorMessage() == null) {
            return false;
        }
        // The server translates the word, so the state has to do where it is another.
        return Engine.super.provesRollback(error)
                || ("ERROR".equals(server.getServerErrorMessage().getSeverity())
                        && !"40003".equals(error.getSQLState()));
    }

    private static QueryExecutorBase executor(Connection connection) throws SQLException {
        return (QueryExecutorBase) connection.unwrap(BaseConnection.class).getQueryExecutor();
    }

    private static String beforeParameters(String url) {
        int question = url.indexOf('?');
        return question < 0 ? url : url.substring(0, question);
    }
}
