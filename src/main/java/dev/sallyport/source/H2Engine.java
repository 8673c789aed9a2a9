package dev.sallyport.source;

import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;

/**
 * H2, embedded or as a server.
 *
 * <p>H2 knows no transaction that only reads. Without writes, an embedded file is opened read-only;
 * in memory and on a server, what remains is the rollback and the rights of the login.
 */
final class H2Engine implements Engine {
    private static final String PREFIX = "jdbc:h2:";

    /**
     * Not on it: {@code INIT} runs SQL, {@code TRACE_*} writes files, {@code AUTO_SERVER} listens.
     */
    private static final Set<String> ALLOWED =
            Set.of(
                    "ACCESS_MODE_DATA",
                    "CACHE_SIZE",
                    "CASE_INSENSITIVE_IDENTIFIERS",
                    "DATABASE_TO_LOWER",
                    "DATABASE_TO_UPPER",
                    "DB_CLOSE_DELAY",
                    "DB_CLOSE_ON_EXIT",
                    "DEFAULT_LOCK_TIMEOUT",
                    "FILE_LOCK",
                    "IFEXISTS",
                    "IGNORECASE",
                    "LOCK_TIMEOUT",
                    "MODE",
                    "NETWORK_TIMEOUT",
                    "NON_KEYWORDS",
                    "SCHEMA");

    /** Quoted in neither case: settings decide how H2 folds its own names. */
    private static final String SESSION_STATE =
            "SELECT COUNT(*) FROM INFORMATION_SCHEMA.SESSION_STATE WHERE STATE_KEY <> 'SCHEMA'";

    /** Settings of a whole database, which another session may have made. */
    private static final String READ_OTHERWISE =
            "SELECT 1 FROM INFORMATION_SCHEMA.SETTINGS WHERE (SETTING_NAME = 'MODE' AND"
                    + " UPPER(SETTING_VALUE) NOT IN ('REGULAR', 'STRICT', 'LEGACY', 'MYSQL',"
                    + " 'MARIADB')) OR (SETTING_NAME = 'NON_KEYWORDS' AND SETTING_VALUE <> '')";

    private static final List<String> HIDING = List.of("$$", "--", "/*");

    private static final List<String> REMOTE = List.of("tcp:", "ssl:");

    @Override
    public Dialect dialect() {
        return Dialects.H2;
    }

    @Override
    public String urlPrefix() {
        return PREFIX;
    }

    @Override
    public Driver driver(SourceConfig config) {
        return new org.h2.Driver();
    }

    @Override
    public List<String> problems(String url) {
        List<String> problems = new ArrayList<>();
        if (!url.startsWith(PREFIX)) {
            problems.add("a URL of H2 begins with " + PREFIX);
            return problems;
        }
        String name = name(url);
        if (!isFile(name) && !name.startsWith("mem:") && !isRemote(name)) {
            problems.add("a database of H2 is file:…, mem:…, tcp://… or ssl://…");
        }
        if (settings(url).stream().anyMatch(setting -> setting.indexOf('\\') >= 0)) {
            problems.add("a setting of H2 has no backslash here");
        }
        problems.addAll(UrlParameters.problems(settings(url), ALLOWED, true));
        return problems;
    }

    @Override
    public Optional<String> defaultDatabase(SourceConfig config) {
        String name = name(config.url());
        int from = Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\'));
        from = Math.max(from, name.lastIndexOf(':'));
        String last = name.substring(from + 1);
        if (last.isEmpty()) {
            return Optional.empty();
        }
        if (isSet(config.url(), "DATABASE_TO_LOWER", "TRUE")) {
            return Optional.of(last.toLowerCase(Locale.ROOT));
        }
        return Optional.of(
                isSet(config.url(), "DATABASE_TO_UPPER", "FALSE")
                        ? last
                        : last.toUpperCase(Locale.ROOT));
    }

    @Override
    public String connectUrl(SourceConfig config) {
        StringBuilder url = new StringBuilder(config.url());
        if (!isRemote(name(config.url()))) {
            // At a signal H2 would close the database under the calls that are still to end.
            append(url, config, "DB_CLOSE_ON_EXIT", "FALSE");
            // Rows as they are read: otherwise the engine makes the whole result in memory first.
            // On a server nobody could stop it between two rows.
            append(url, config, "LAZY_QUERY_EXECUTION", "TRUE");
        }
        if (isFile(name(config.url()))) {
            // A name with a typo must not make a new, empty database.
            append(url, config, "IFEXISTS", "TRUE");
            if (!config.writes()) {
                append(url, config, "ACCESS_MODE_DATA", "r");
            }
        }
        return url.toString();
    }

    @Override
    public Properties properties(SourceConfig config) {
        return new Properties();
    }

    @Override
    public boolean readOnlyConnection(SourceConfig config) {
        return false;
    }

    @Override
    public void opened(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(READ_OTHERWISE)) {
            if (rows.next()) {
                throw new SQLException(
                        "the database is in a mode that reads text otherwise", "08001");
            }
        }
    }

    @Override
    public boolean splits(Connection connection, String sql) throws SQLException {
        // JDBC's own escapes in braces: the engine would get another text than the guard has seen.
        if (sql.indexOf('{') >= 0 && !connection.nativeSQL(sql).equals(sql)) {
            return true;
        }
        // H2 itself takes several statements in one text, so whatever may be a second one is one.
        return StatementText.mayBeSeveral(sql, HIDING);
    }

    @Override
    public int firstFetch() {
        return 0;
    }

    @Override
    public boolean holdsResults() {
        return true;
    }

    /** A server would make all of it first. */
    @Override
    public boolean holdsResults(Connection connection) throws SQLException {
        return here(connection).isPresent();
    }

    @Override
    public boolean reset(Connection connection) throws SQLException {
        connection.rollback();
        // Variables, temporary tables and the like outlive a rollback; H2 cannot discard them.
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(SESSION_STATE)) {
            return rows.next() && rows.getInt(1) == 0;
        }
    }

    @Override
    public RightsProbe rightsProbe() {
        return new H2Rights();
    }

    /** The driver cancels what executes, which a statement whose rows are read does not. */
    @Override
    public void cancel(Connection connection, Statement statement) throws SQLException {
        statement.cancel();
        here(connection).ifPresent(SessionLocal::cancel);
    }

    /** The session, where the engine is inside of this process. */
    private static Optional<SessionLocal> here(Connection connection) throws SQLException {
        return connection.unwrap(JdbcConnection.class).getSession() instanceof SessionLocal session
                ? Optional.of(session)
                : Optional.empty();
    }

    @Override
    public EngineError meaning(SQLException error) {
        String state = error.getSQLState() == null ? "" : error.getSQLState();
        return switch (state) {
            case "57014", "HYT00" -> EngineError.STOPPED;
            case "90097" -> EngineError.NOT_READ_ONLY;
            case "90096", "90040" -> EngineError.NO_RIGHT;
            case "07001", "90008", "90012" -> EngineError.PARAMETERS;
            case "90020" -> EngineError.BUSY;
            case "28000" -> EngineError.LOGIN;
            case "90007", "90067", "90098", "90108", "90121", "90146" ->
                    EngineError.CONNECTION_LOST;
            default -> state.startsWith("08") ? EngineError.CONNECTION_LOST : EngineError.STATEMENT;
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

    /** H2 waits for a lock for a time, and then says so with the state of a time-out. */
    @Override
    public ChangeError changeError(SQLException error) {
        String state = error.getSQLState() == null ? "" : error.getSQLState();
        return switch (state) {
            case "HYT00", "90131" -> ChangeError.CONFLICT;
            default -> Engine.super.changeError(error);
        };
    }

    @Override
    public String message(SQLException error) {
        String message = error.getMessage() == null ? "" : error.getMessage();
        int statement = message.indexOf("; SQL statement:");
        return statement < 0 ? message : message.substring(0, statement);
    }

    private static void append(
            StringBuilder url, SourceConfig config, String setting, String value) {
        if (!UrlParameters.has(settings(config.url()), setting, true)) {
            url.append(';').append(setting).append('=').append(value);
        }
    }

    private static boolean isSet(String url, String setting, String value) {
        return settings(url).stream().anyMatch(s -> s.equalsIgnoreCase(setting + "=" + value));
    }

    private static String name(String url) {
        int semicolon = url.indexOf(';');
        return url.substring(PREFIX.length(), semicolon < 0 ? url.length() : semicolon);
    }

    private static List<String> settings(String url) {
        return UrlParameters.afterSemicolon(url);
    }

    private static boolean isRemote(String name) {
        return REMOTE.stream().anyMatch(name::startsWith);
    }

    /** A path: nothing before it but {@code file:}, or a drive letter. */
    private static boolean isFile(String name) {
        if (name.startsWith("file:")) {
            return true;
        }
        int colon = name.indexOf(':');
        return !name.isEmpty() && (colon < 0 || (colon == 1 && Character.isLetter(name.charAt(0))));
    }
}
