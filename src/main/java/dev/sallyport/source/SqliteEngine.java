package dev.sallyport.source;

import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * SQLite by sqlite-jdbc: one file, to which no other can be attached; opened read-only, and for
 * changes once more.
 *
 * <p>Transactions begin deferred: an immediate one would hold the file's lock on every connection
 * that rests, since the driver begins the next as soon as it has ended one. The first statement of
 * a change writes, so it takes the lock before it has read anything that could be out of date.
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

    /** Milliseconds. */
    private static final String BUSY_TIMEOUT = "2000";

    private static final int BUSY = 5;
    private static final int LOCKED = 6;
    private static final int CONSTRAINT = 19;

    /** A file that cannot be read without changing it, or was moved away. */
    private static final Set<SQLiteErrorCode> UNREADABLE =
            EnumSet.of(
                    SQLiteErrorCode.SQLITE_READONLY_RECOVERY,
                    SQLiteErrorCode.SQLITE_READONLY_ROLLBACK,
                    SQLiteErrorCode.SQLITE_READONLY_DBMOVED);

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
    public Properties properties(SourceConfig config) {
        List<String> given = UrlParameters.afterQuestionMark(config.url());
        Properties properties = new Properties();
        properties.setProperty("open_mode", config.writes() ? READ_WRITE : READ_ONLY);
        // Only a connection that is opened with them checks foreign keys.
        properties.setProperty("foreign_keys", String.valueOf(config.writes()));
        // ATTACH would reach other files, and no setting of a session can raise a limit again.
        properties.setProperty("limit_attached", "0");
        properties.setProperty("limit_worker_threads", "0");
        properties.setProperty("enable_load_extension", "false");
        // The driver would turn this into PRAGMA query_only before and after each statement.
        properties.setProperty("jdbc.explicit_readonly", "false");
        properties.setProperty("jdbc.get_generated_keys", "false");
        UrlParameters.unlessGiven(properties, given, "busy_timeout", BUSY_TIMEOUT);
        return properties;
    }

    /** As the file was opened: neither driver nor pool may try to change it. */
    @Override
    public boolean readOnlyConnection(SourceConfig config) {
        return !config.writes();
    }

    @Override
    public void opened(Connection connection, SourceConfig config) throws SQLException {
        waitAtMost(connection, config, config.timeout());
        try (Statement statement = connection.createStatement()) {
            for (String pin : PINNED) {
                statement.execute(pin);
            }
            if (connection.isReadOnly()) {
                statement.execute("PRAGMA query_only = ON");
            }
            // Nothing before this looks into the file.
            statement.execute("SELECT 1 FROM sqlite_schema LIMIT 1");
        }
        if (!isLikeNew(connection)) {
            throw new SQLException("the session is not as it was set", "08001");
        }
        connection.rollback();
    }

    @Override
    public void opened(Connection connection) {
        throw new IllegalStateException("the pins depend on the source");
    }

    @Override
    public boolean reset(Connection connection) {
        throw new IllegalStateException("the pins depend on the source");
    }

    /** No longer than the owner's {@code busy_timeout} either. */
    @Override
    public void waitAtMost(Connection connection, SourceConfig config, Duration wait)
            throws SQLException {
        long most = Math.min(busyTimeout(config), wait.toMillis());
        connection.unwrap(SQLiteConnection.class).setBusyTimeout((int) most);
    }

    private static int busyTimeout(SourceConfig config) {
        String given =
                UrlParameters.value(UrlParameters.afterQuestionMark(config.url()), "busy_timeout")
                        .orElse(BUSY_TIMEOUT);
        try {
            return Math.max(0, Integer.parseInt(given));
        } catch (NumberFormatException e) {
            return Integer.parseInt(BUSY_TIMEOUT);
        }
    }

    @Override
    public boolean splits(Connection connection, String sql) {
        return StatementText.mayBeSeveral(sql, HIDING);
    }

    @Override
    public boolean holdsResults() {
        return true;
    }

    /** Only beside a log of what is written: else a reader keeps every writer waiting. */
    @Override
    public boolean holdsResults(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet mode = statement.executeQuery("PRAGMA journal_mode")) {
            return mode.next() && mode.getString(1).equals("wal");
        }
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

    /**
     * The driver would send a text, which is greater than every number. A change keeps no other
     * number than the one that was given.
     */
    @Override
    public void bind(PreparedStatement statement, int index, BigDecimal value) throws SQLException {
        if (value.scale() <= 0 && value.unscaledValue().bitLength() < Long.SIZE) {
            BigInteger whole = value.toBigIntegerExact();
            if (whole.bitLength() < Long.SIZE) {
                statement.setLong(index, whole.longValueExact());
                return;
            }
        }
        double near = value.doubleValue();
        if (!statement.getConnection().isReadOnly() && !isExactly(near, value)) {
            throw new SQLException(
                    "parameter "
                            + index
                            + " has more digits than a REAL of SQLite holds: bind it as a text, for"
                            + " a column of type TEXT",
                    "07006");
        }
        statement.setDouble(index, near);
    }

    private static boolean isExactly(double near, BigDecimal value) {
        return !Double.isInfinite(near)
                && new BigDecimal(Double.toString(near)).compareTo(value) == 0;
    }

    @Override
    public boolean reset(Connection connection, SourceConfig config) throws SQLException {
        waitAtMost(connection, config, config.timeout());
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
    public boolean writes() {
        return true;
    }

    @Override
    public boolean waitsForRecovery(SQLException error) {
        return result(error) == SQLiteErrorCode.SQLITE_READONLY_ROLLBACK;
    }

    @Override
    public ChangeError changeError(SQLException error) {
        return switch (primaryCode(error)) {
            case CONSTRAINT -> ChangeError.CONSTRAINT;
            case BUSY, LOCKED -> ChangeError.CONFLICT;
            default -> ChangeError.OTHER;
        };
    }

    /**
     * After these the transaction is open as it was, and is rolled back: readers kept the file, or
     * a foreign key that was to hold at the end does not.
     */
    @Override
    public boolean provesRollback(SQLException error) {
        int code = primaryCode(error);
        return code == BUSY || code == CONSTRAINT;
    }

    /** Of an extended result code the part that says what kind it is. */
    private static int primaryCode(SQLException error) {
        return error.getErrorCode() & 0xff;
    }

    private static SQLiteErrorCode result(SQLException error) {
        return error instanceof SQLiteException told
                ? told.getResultCode()
                : SQLiteErrorCode.UNKNOWN_ERROR;
    }

    @Override
    public EngineError meaning(SQLException error) {
        return switch (primaryCode(error)) {
            case 9 -> EngineError.STOPPED;
            case 8 ->
                    UNREADABLE.contains(result(error))
                            ? EngineError.CONNECTION_LOST
                            : EngineError.NOT_READ_ONLY;
            case 3, 23 -> EngineError.NO_RIGHT;
            case 25 -> EngineError.PARAMETERS;
            case BUSY, LOCKED -> EngineError.BUSY;
            case 10, 11, 14, 26 -> EngineError.CONNECTION_LOST;
            default -> {
                if (ParameterCount.STATE.equals(error.getSQLState())
                        || "07006".equals(error.getSQLState())) {
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

    /**
     * One file, no temporary table; reading only where the file is read-only, and foreign keys that
     * hold where it is not.
     */
    private static boolean isLikeNew(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA database_list")) {
            while (rows.next()) {
                if (!rows.getString(2).equals("main")) {
                    return false;
                }
            }
        }
        String own = connection.isReadOnly() ? "PRAGMA query_only" : "PRAGMA foreign_keys";
        return "1".equals(answer(connection, own))
                && "0".equals(answer(connection, "PRAGMA ignore_check_constraints"))
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
