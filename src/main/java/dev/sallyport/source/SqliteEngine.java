package dev.sallyport.source;

import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import java.math.BigDecimal;
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

/**
 * SQLite by sqlite-jdbc: one file, opened read-only unless the source writes, to which no other can
 * be attached.
 */
final class SqliteEngine implements Engine {
    private static final String PREFIX = "jdbc:sqlite:";

    /**
     * Only what makes reading faster or more patient; not on it: {@code open_mode}, {@code
     * enable_load_extension}, {@code limit_attached}, {@code temp_store_directory}, {@code
     * journal_mode}, and the date formats, which rewrite values.
     */
    private static final Set<String> ALLOWED = Set.of("busy_timeout", "cache_size", "mmap_size");

    /** SQLITE_OPEN_READONLY and SQLITE_OPEN_READWRITE; neither makes a file that is not there. */
    private static final String READ_ONLY = "1";

    private static final String READ_WRITE = "2";

    /** Views and triggers of the file run no function that reaches out of it. */
    private static final List<String> PINNED =
            List.of(
                    "PRAGMA trusted_schema = OFF",
                    "PRAGMA cell_size_check = ON",
                    "PRAGMA temp_store = MEMORY");

    private static final List<String> HIDING = List.of("--", "/*", "[", "`");

    @Override
    public Dialect dialect() {
        return Dialects.SQLITE;
    }

    @Override
    public String urlPrefix() {
        return PREFIX;
    }

    @Override
    public Driver driver(SourceConfig config) {
        return new org.sqlite.JDBC();
    }

    @Override
    public List<String> problems(String url) {
        List<String> problems = new ArrayList<>();
        if (!url.startsWith(PREFIX)) {
            problems.add("a URL of SQLite begins with " + PREFIX);
            return problems;
        }
        String path = path(url);
        if (path.isEmpty() || path.startsWith(":")) {
            problems.add("a database of SQLite is a file here: jdbc:sqlite:/path/to/file");
        } else if (path.startsWith("file:")) {
            problems.add("a database of SQLite is a path here, not a URI of a file");
        }
        problems.addAll(
                UrlParameters.problems(UrlParameters.afterQuestionMark(url), ALLOWED, false));
        return problems;
    }

    @Override
    public Optional<String> defaultDatabase(SourceConfig config) {
        return Optional.of("main");
    }

    @Override
    public String connectUrl(SourceConfig config) {
        return config.url();
    }

    @Override
    public Properties properties(SourceConfig config) {
        List<String> given = UrlParameters.afterQuestionMark(config.url());
        Properties properties = new Properties();
        properties.setProperty("open_mode", config.writes() ? READ_WRITE : READ_ONLY);
        // ATTACH would reach other files, and no setting of a session can raise a limit again.
        properties.setProperty("limit_attached", "0");
        properties.setProperty("limit_worker_threads", "0");
        properties.setProperty("enable_load_extension", "false");
        // The driver would turn this into PRAGMA query_only before and after each statement.
        properties.setProperty("jdbc.explicit_readonly", "false");
        properties.setProperty("jdbc.get_generated_keys", "false");
        UrlParameters.unlessGiven(properties, given, "busy_timeout", "2000");
        return properties;
    }

    /** As the file was opened: neither driver nor pool may try to change it. */
    @Override
    public boolean readOnlyConnection(SourceConfig config) {
        return !config.writes();
    }

    @Override
    public void opened(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String pin : PINNED) {
                statement.execute(pin);
            }
            if (connection.isReadOnly()) {
                statement.execute("PRAGMA query_only = ON");
            }
        }
        if (!isLikeNew(connection)) {
            throw new SQLException("the session is not as it was set", "08001");
        }
        connection.rollback();
    }

    @Override
    public boolean splits(Connection connection, String sql) {
        return StatementText.mayBeSeveral(sql, HIDING);
    }

    @Override
    public int firstFetch() {
        return 0;
    }

    @Override
    public void checkCount(PreparedStatement statement, String sql, int values)
            throws SQLException {
        ParameterCount.check(statement, values);
    }

    /** The driver would send a text, which is greater than every number. */
    @Override
    public void bind(PreparedStatement statement, int index, BigDecimal value) throws SQLException {
        statement.setDouble(index, value.doubleValue());
    }

    @Override
    public boolean reset(Connection connection) throws SQLException {
        connection.rollback();
        boolean likeNew = isLikeNew(connection);
        connection.rollback();
        return likeNew;
    }

    @Override
    public RightsProbe rightsProbe() {
        return new SqliteRights();
    }

    @Override
    public void cancel(Connection connection, Statement statement) throws SQLException {
        statement.cancel();
    }

    @Override
    public Optional<String> noWrites() {
        return Optional.of("is false here: changes of a SQLite file are not made by this release");
    }

    @Override
    public EngineError meaning(SQLException error) {
        return switch (error.getErrorCode() & 0xff) {
            case 9 -> EngineError.STOPPED;
            case 8 -> EngineError.NOT_READ_ONLY;
            case 3, 23 -> EngineError.NO_RIGHT;
            case 25 -> EngineError.PARAMETERS;
            case 5, 6 -> EngineError.BUSY;
            case 10, 11, 14, 26 -> EngineError.CONNECTION_LOST;
            default -> {
                if (ParameterCount.STATE.equals(error.getSQLState())) {
                    yield EngineError.PARAMETERS;
                }
                yield "08001".equals(error.getSQLState())
                        ? EngineError.CONNECTION_LOST
                        : EngineError.STATEMENT;
            }
        };
    }

    /** What stands in the brackets at the end: the rest is the driver's, about no database. */
    @Override
    public String message(SQLException error) {
        String message = error.getMessage() == null ? "" : error.getMessage();
        int from = message.indexOf(" (");
        return message.startsWith("[SQLITE_") && from > 0 && message.endsWith(")")
                ? message.substring(from + 2, message.length() - 1)
                : message;
    }

    /** One file, no temporary table, and reading only where the file is read-only. */
    private static boolean isLikeNew(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA database_list")) {
            while (rows.next()) {
                if (!rows.getString(2).equals("main")) {
                    return false;
                }
            }
        }
        boolean reads =
                !connection.isReadOnly() || "1".equals(answer(connection, "PRAGMA query_only"));
        return reads
                && "0".equals(answer(connection, "PRAGMA writable_schema"))
                && "0".equals(answer(connection, "PRAGMA trusted_schema"));
    }

    private static String answer(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : "";
        }
    }

    static String path(String url) {
        int question = url.indexOf('?');
        return url.substring(PREFIX.length(), question < 0 ? url.length() : question);
    }
}
