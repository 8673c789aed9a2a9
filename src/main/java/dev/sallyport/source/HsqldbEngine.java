package dev.sallyport.source;

import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * HSQLDB by its own driver, which the owner brings: a server, or a file.
 *
 * <p>Its transactions that only read refuse writes of every kind. Without writes, a file is opened
 * read-only besides.
 */
final class HsqldbEngine implements Engine {
    private static final String PREFIX = "jdbc:hsqldb:";

    private static final List<String> SERVERS = List.of("hsql://", "hsqls://");

    /**
     * Not on it, for one: {@code crypt_provider}, which loads a class, and {@code sql.syntax_*}.
     */
    private static final Set<String> ALLOWED =
            Set.of("default_schema", "hsqldb.cache_rows", "hsqldb.cache_size", "memory_lobs");

    /**
     * Takes back what a session holds beside its transaction, which HSQLDB lets administrators
     * alone do; the settings come after it, since it may undo them.
     */
    private static final String LIKE_NEW = "ALTER SESSION RESET ALL";

    private static final String PIN = "SET TIME ZONE INTERVAL '0:00' HOUR TO MINUTE";

    /**
     * What the guard reads names and texts by; the owner of a server may have changed it for all of
     * its sessions.
     */
    private static final String CHECK =
            "SELECT readonly, autocommit, (SELECT COUNT(*) FROM"
                    + " INFORMATION_SCHEMA.SYSTEM_PROPERTIES WHERE property_name IN"
                    + " ('sql.syntax_mys', 'sql.lowercase_ident') AND UPPER(property_value) ="
                    + " 'TRUE') FROM INFORMATION_SCHEMA.SYSTEM_SESSIONS WHERE session_id ="
                    + " SESSION_ID()";

    /** In these, the engine may see a quote or a semicolon that nobody else sees. */
    private static final List<String> HIDING = List.of("--", "/*", "//");

    @Override
    public Dialect dialect() {
        return Dialects.HSQLDB;
    }

    @Override
    public String urlPrefix() {
        return PREFIX;
    }

    @Override
    public Optional<BroughtDriver> broughtDriver() {
        return Optional.of(BroughtDriver.HSQLDB);
    }

    @Override
    public List<String> problems(String url) {
        List<String> problems = new ArrayList<>();
        if (!url.startsWith(PREFIX)) {
            problems.add("a URL of HSQLDB begins with " + PREFIX);
            return problems;
        }
        String name = name(url);
        if (name.equals("file:") || (!isServer(name) && !name.startsWith("file:"))) {
            problems.add(
                    "a database of HSQLDB is a server or a file here:"
                            + " jdbc:hsqldb:hsql://host:9001/name, jdbc:hsqldb:file:/path/to/file");
        }
        if (name.indexOf('@') >= 0 || name.indexOf('?') >= 0) {
            problems.add("a URL of HSQLDB has neither '@' nor '?' here");
        }
        problems.addAll(UrlParameters.problems(UrlParameters.afterSemicolon(url), ALLOWED, false));
        return problems;
    }

    /** Every database of HSQLDB calls itself so, unless it was renamed. */
    @Override
    public Optional<String> defaultDatabase(SourceConfig config) {
        return Optional.of("PUBLIC");
    }

    @Override
    public Properties properties(SourceConfig config) {
        Properties properties = new Properties();
        if (!isServer(name(config.url()))) {
            // A name with a typo must not make a new, empty database.
            properties.setProperty("ifexists", "true");
            // The last connection closes the file, which nobody else can open before.
            properties.setProperty("shutdown", "true");
            if (!config.writes()) {
                properties.setProperty("readonly", "true");
            }
        }
        return properties;
    }

    @Override
    public boolean readOnlyConnection(SourceConfig config) {
        return !config.writes();
    }

    @Override
    public void opened(Connection connection, SourceConfig config) throws SQLException {
        if (!pinned(connection, config)) {
            throw new SQLException("the settings are not as the guard needs them", "08001");
        }
    }

    @Override
    public void opened(Connection connection) {
        throw new IllegalStateException("the pins depend on the source");
    }

    /**
     * Besides what parts a text in two: to HSQLDB a comment goes on to the next carriage return,
     * wherever that is, past all line feeds.
     */
    @Override
    public boolean splits(Connection connection, String sql) throws SQLException {
        if (sql.indexOf('{') >= 0 && !connection.nativeSQL(sql).equals(sql)) {
            return true;
        }
        return (sql.indexOf('\r') >= 0 && (sql.contains("--") || sql.contains("//")))
                || StatementText.mayBeSeveral(sql, HIDING);
    }

    @Override
    public int firstFetch() {
        return 100;
    }

    @Override
    public void checkCount(PreparedStatement statement, String sql, int values)
            throws SQLException {
        ParameterCount.check(statement, values);
    }

    @Override
    public boolean reset(Connection connection) {
        throw new IllegalStateException("the pins depend on the source");
    }

    @Override
    public boolean reset(Connection connection, SourceConfig config) throws SQLException {
        connection.rollback();
        try (Statement statement = connection.createStatement()) {
            statement.execute(LIKE_NEW);
        } catch (SQLException e) {
            if (meaning(e) == EngineError.NO_RIGHT) {
                // Of a login that is no administrator, a connection serves one call.
                return false;
            }
            throw e;
        }
        return pinned(connection, config);
    }

    /** Not a reset, which is not every login's to make, and a call may need another transaction. */
    @Override
    public boolean rollback(Connection connection, SourceConfig config) throws SQLException {
        connection.rollback();
        return true;
    }

    private static boolean pinned(Connection connection, SourceConfig config) throws SQLException {
        connection.rollback();
        try (Statement statement = connection.createStatement()) {
            statement.execute(PIN);
            // By statements: the driver believes that these are still as it has set them once.
            statement.execute("SET AUTOCOMMIT FALSE");
            statement.execute(
                    "SET SESSION CHARACTERISTICS AS TRANSACTION "
                            + (config.writes() ? "READ WRITE" : "READ ONLY"));
            connection.rollback();
            try (ResultSet rows = statement.executeQuery(CHECK)) {
                return rows.next()
                        && rows.getBoolean(1) == !config.writes()
                        && !rows.getBoolean(2)
                        && rows.getInt(3) == 0;
            }
        } finally {
            connection.rollback();
        }
    }

    @Override
    public RightsProbe rightsProbe() {
        return new HsqldbRights();
    }

    @Override
    public void cancel(Connection connection, Statement statement) throws SQLException {
        statement.cancel();
    }

    @Override
    public EngineError meaning(SQLException error) {
        String state = error.getSQLState() == null ? "" : error.getSQLState();
        return switch (state) {
            case "HY008", "S1T00", "40502" -> EngineError.STOPPED;
            case "25006" -> EngineError.NOT_READ_ONLY;
            // Not 42501, which is a name that is not there as well.
            case "42507", "0L000" -> EngineError.NO_RIGHT;
            case "07001", "07009" -> EngineError.PARAMETERS;
            case "28000", "28501" -> EngineError.LOGIN;
            default ->
                    state.startsWith("08") || state.equals("40504")
                            ? EngineError.CONNECTION_LOST
                            : EngineError.STATEMENT;
        };
    }

    @Override
    public boolean writes() {
        return true;
    }

    /** A process opens a file once, so that those who write decide how. */
    @Override
    public SourceConfig forReads(SourceConfig config) {
        return config;
    }

    /** The file of a database, without the endings of what is in it; empty for a server. */
    static Optional<String> file(String url) {
        String name = name(url);
        return isServer(name) ? Optional.empty() : Optional.of(name.substring("file:".length()));
    }

    private static boolean isServer(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return SERVERS.stream().anyMatch(lower::startsWith);
    }

    private static String name(String url) {
        int semicolon = url.indexOf(';');
        return url.substring(PREFIX.length(), semicolon < 0 ? url.length() : semicolon);
    }
}
