package dev.sallyport.source;

import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
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
 * DuckDB by its own driver, which the owner brings: one file, opened read-only unless the source
 * writes, without access to other files, the network or extensions, under settings that nothing can
 * change afterwards.
 *
 * <p>A process opens a file either to read or for changes. Where the source writes, reads are
 * transactions that only read.
 */
final class DuckDbEngine implements Engine {
    /** Of a decimal. */
    private static final int MAX_DIGITS = 38;

    private static final String PREFIX = "jdbc:duckdb:";

    /** The resources of the machine, and no more. */
    private static final Set<String> ALLOWED =
            Set.of("memory_limit", "max_memory", "threads", "worker_threads");

    /** What is pinned when the file is opened, and checked after it. */
    private static final List<String[]> PINNED =
            List.of(
                    new String[] {"enable_external_access", "false"},
                    new String[] {"autoload_known_extensions", "false"},
                    new String[] {"autoinstall_known_extensions", "false"},
                    new String[] {"allow_community_extensions", "false"},
                    new String[] {"allow_unsigned_extensions", "false"});

    /** What cannot be set before the file is open; the lock is the last. */
    private static final List<String> LATER =
            List.of(
                    "SET GLOBAL TimeZone = 'UTC'",
                    "SET GLOBAL allow_persistent_secrets = false",
                    "SET GLOBAL lock_configuration = true");

    private static final String CHECK =
            "SELECT (SELECT count(*) FROM duckdb_databases() WHERE NOT internal) = 1"
                    + " AND current_setting('search_path') = ''"
                    + " AND upper(current_setting('allow_parser_override_extension')) = 'DEFAULT'"
                    + " AND current_setting('lock_configuration')"
                    + " AND NOT current_setting('enable_external_access')"
                    + " AND NOT current_setting('autoload_known_extensions')"
                    + " AND NOT current_setting('autoinstall_known_extensions')"
                    + " AND current_setting('TimeZone') = 'UTC'";

    /** What outlives a rollback; a macro in the file itself is none of a session. */
    private static final String LIKE_NEW =
            "SELECT NOT EXISTS (SELECT 1 FROM duckdb_variables())"
                    + " AND NOT EXISTS (SELECT 1 FROM duckdb_prepared_statements())"
                    + " AND NOT EXISTS (SELECT 1 FROM duckdb_tables() WHERE temporary)"
                    + " AND NOT EXISTS (SELECT 1 FROM duckdb_views() WHERE temporary AND NOT"
                    + " internal)"
                    + " AND NOT EXISTS (SELECT 1 FROM duckdb_functions() WHERE NOT internal AND"
                    + " database_name = 'temp')"
                    + " AND current_setting('search_path') = ''";

    private static final List<String> HIDING = List.of("--", "/*", "$", "\\");

    private static final String COMMIT_FAILED = "TransactionContext Error: Failed to commit:";

    /** With streamed results the driver has no other words for whatever went wrong. */
    private static final String WITHOUT_WORDS = "Invalid result set";

    @Override
    public Dialect dialect() {
        return Dialects.DUCKDB;
    }

    @Override
    public String urlPrefix() {
        return PREFIX;
    }

    @Override
    public Optional<BroughtDriver> broughtDriver() {
        return Optional.of(BroughtDriver.DUCKDB);
    }

    @Override
    public List<String> problems(String url) {
        List<String> problems = new ArrayList<>();
        if (!url.startsWith(PREFIX)) {
            problems.add("a URL of DuckDB begins with " + PREFIX);
            return problems;
        }
        String path = path(url);
        if (path.isEmpty() || path.startsWith(":") || path.contains("://")) {
            problems.add("a database of DuckDB is a file here: jdbc:duckdb:/path/to/file");
        } else if (path.indexOf(':') > 1) {
            problems.add("a database of DuckDB is a path here, without a type before it");
        }
        problems.addAll(UrlParameters.problems(UrlParameters.afterSemicolon(url), ALLOWED, false));
        return problems;
    }

    /** DuckDB calls a database as its file without the last ending. */
    @Override
    public Optional<String> defaultDatabase(SourceConfig config) {
        String path = path(config.url());
        String name = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
        int dot = name.indexOf('.', 1);
        return Optional.of(dot < 0 ? name : name.substring(0, dot));
    }

    @Override
    public Driver driver(SourceConfig config) throws SQLException {
        return DuckDbDrivers.of(config, path(config.url()));
    }

    /**
     * By the file's real path: DuckDB knows by the path that it has a file open already. The name
     * of the file is also the name of the database, so that a link by another name has to stay one.
     */
    @Override
    public String connectUrl(SourceConfig config) {
        String given = path(config.url());
        try {
            Path real = Path.of(given).toRealPath();
            if (real.getFileName().equals(Path.of(given).getFileName())) {
                return PREFIX + real + config.url().substring(PREFIX.length() + given.length());
            }
        } catch (IOException e) {
            if (config.writes()) {
                // Opened for changes, a name with a typo would make a new, empty database.
                throw new IllegalStateException("there is no such file", e);
            }
        }
        if (config.writes()) {
            throw new IllegalStateException("the file is a link by another name");
        }
        return config.url();
    }

    @Override
    public Properties properties(SourceConfig config) {
        Properties properties = new Properties();
        if (!config.writes()) {
            properties.setProperty("duckdb.read_only", "true");
        }
        // Else the driver holds the whole result in memory before the first row is read.
        properties.setProperty("jdbc_stream_results", "true");
        for (String[] pinned : PINNED) {
            properties.setProperty(pinned[0], pinned[1]);
        }
        return properties;
    }

    /** As the file was opened: neither driver nor pool may try to change it. */
    @Override
    public boolean readOnlyConnection(SourceConfig config) {
        return !config.writes();
    }

    @Override
    public void opened(Connection connection) {
        throw new IllegalStateException("the pins depend on the source");
    }

    @Override
    public void opened(Connection connection, SourceConfig config) throws SQLException {
        connection.rollback();
        try (Statement statement = connection.createStatement()) {
            for (String pin : LATER) {
                statement.execute(pin);
            }
        } catch (SQLException e) {
            // Another connection of this pool has the file open, pinned and locked already: the
            // check says whether it has.
            connection.rollback();
        }
        try (Statement statement = connection.createStatement()) {
            if (!isTrue(statement, CHECK)) {
                throw new SQLException("the settings are not as they were set", "08001");
            }
        }
        begin(connection, config);
    }

    /** Another transaction, which only reads where the file is open for changes of others. */
    private static void begin(Connection connection, SourceConfig config) throws SQLException {
        connection.rollback();
        if (!config.writes() && !connection.isReadOnly()) {
            try (Statement statement = connection.createStatement()) {
                // The driver has begun one that may change data.
                statement.execute("ROLLBACK");
                statement.execute("BEGIN TRANSACTION READ ONLY");
            }
        }
    }

    @Override
    public boolean splits(Connection connection, String sql) {
        return StatementText.mayBeSeveral(sql, HIDING);
    }

    /** A streamed result, of which the engine makes no more than a buffer ahead of its reader. */
    @Override
    public boolean holdsResults() {
        return true;
    }

    @Override
    public int firstFetch() {
        return 0;
    }

    /** A number beyond DuckDB's decimals as a double, where it is one. */
    @Override
    public void bind(PreparedStatement statement, int index, BigDecimal value) throws SQLException {
        Decimals.bind(statement, index, value, MAX_DIGITS);
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
            if (!isTrue(statement, LIKE_NEW)) {
                return false;
            }
        }
        begin(connection, config);
        return true;
    }

    @Override
    public RightsProbe rightsProbe() {
        return new DuckDbRights();
    }

    /**
     * The driver's own request does nothing while rows are fetched; closing the connection ends a
     * statement in either case, and it would not be used again anyway.
     */
    @Override
    public void cancel(Connection connection, Statement statement) throws SQLException {
        connection.close();
    }

    @Override
    public void destroy(Connection connection) throws SQLException {
        connection.close();
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

    /**
     * One at a time: nobody else has the file. Else two changes with one key would both be made,
     * and one of them taken back at its commit.
     */
    @Override
    public SourceConfig forChanges(SourceConfig config) {
        return config.withLimits(1, config.timeout()).withConnections(config.connections());
    }

    @Override
    public ChangeError changeError(SQLException error) {
        String message = error.getMessage() == null ? "" : error.getMessage();
        if (message.startsWith("Constraint Error:")
                || (message.startsWith(COMMIT_FAILED)
                        && message.contains("constraint violation"))) {
            return ChangeError.CONSTRAINT;
        }
        return message.startsWith("TransactionContext Error: Conflict")
                        || message.contains("write-write conflict")
                ? ChangeError.CONFLICT
                : ChangeError.OTHER;
    }

    /** Of a commit only these words say that it was not the disk that failed. */
    @Override
    public boolean provesRollback(SQLException error) {
        String message = error.getMessage() == null ? "" : error.getMessage();
        return message.startsWith(COMMIT_FAILED) && changeError(error) != ChangeError.OTHER;
    }

    /** The driver knows no SQLSTATE: the first words say what kind of error it is. */
    @Override
    public EngineError meaning(SQLException error) {
        String message = error.getMessage() == null ? "" : error.getMessage();
        String kind = message.substring(0, Math.max(0, message.indexOf(':')));
        return switch (kind) {
            case "Interrupt Error", "INTERRUPT Error" -> EngineError.STOPPED;
            case "Permission Error" -> EngineError.NO_RIGHT;
            case "IO Error", "Fatal Error", "FATAL Error", "Internal Error", "INTERNAL Error" ->
                    EngineError.CONNECTION_LOST;
            default -> {
                if (message.contains("attached in read-only mode")
                        || message.contains("launched in read-only mode")) {
                    yield EngineError.NOT_READ_ONLY;
                }
                if (ParameterCount.STATE.equals(error.getSQLState())
                        || message.contains("parameters")
                        || message.startsWith("Parameter index")) {
                    yield EngineError.PARAMETERS;
                }
                boolean gone =
                        message.contains("onnection was closed")
                                || "08001".equals(error.getSQLState());
                yield gone ? EngineError.CONNECTION_LOST : EngineError.STATEMENT;
            }
        };
    }

    @Override
    public String message(SQLException error) {
        String message = error.getMessage() == null ? "" : error.getMessage();
        if (message.endsWith(WITHOUT_WORDS)) {
            return "DuckDB stopped while it ran the statement, and its driver does not say why:"
                    + " most often a value cannot be cast (try TRY_CAST), or is out of range.";
        }
        int statement = message.toLowerCase(Locale.ROOT).indexOf("\n\nline ");
        return statement < 0 ? message : message.substring(0, statement);
    }

    private static boolean isTrue(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    static String path(String url) {
        int semicolon = url.indexOf(';');
        return url.substring(PREFIX.length(), semicolon < 0 ? url.length() : semicolon);
    }
}
