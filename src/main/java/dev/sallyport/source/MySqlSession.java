package dev.sallyport.source;

import dev.sallyport.sql.TableName;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What sessions of MySQL and MariaDB have in common. */
final class MySqlSession {
    /** SQLSTATE of a session that is not as the guard needs it. */
    private static final String NOT_AS_NEEDED = "08001";

    private static final String MODE =
            "STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION";

    /** Modes that change how a text falls into tokens, or what its operators mean. */
    private static final Set<String> HARMFUL_MODES =
            Set.of(
                    "ANSI",
                    "ANSI_QUOTES",
                    "DB2",
                    "HIGH_NOT_PRECEDENCE",
                    "IGNORE_SPACE",
                    "MAXDB",
                    "MSSQL",
                    "NO_BACKSLASH_ESCAPES",
                    "ORACLE",
                    "PAD_CHAR_TO_FULL_LENGTH",
                    "PIPES_AS_CONCAT",
                    "POSTGRESQL");

    private static final Set<String> UTF_8 = Set.of("utf8mb4", "utf8mb3", "utf8");

    /** Digits of the server's longest decimal. */
    private static final int MAX_DIGITS = 65;

    private static final int MAX_SCALE = 30;

    /** "Some non-transactional changed tables couldn't be rolled back". */
    private static final int NOT_ROLLED_BACK = 1196;

    private MySqlSession() {}

    /**
     * Assignments for {@code SET} that every session begins with: how texts are read, that a
     * transaction is open without being asked for, that moments are told in UTC, and that an
     * aggregate of texts is not cut at 1,024 bytes.
     */
    static String pins(String modes) {
        return "NAMES utf8mb4, SESSION sql_mode = '"
                + modes
                + MODE
                + "', SESSION time_zone = '+00:00', SESSION autocommit = 0,"
                + " SESSION group_concat_max_len = 1048576";
    }

    /** A query whose row {@link #check} reads. */
    static String question(String readOnly) {
        return "SELECT @@SESSION.sql_mode, @@SESSION.character_set_client,"
                + " @@SESSION.character_set_connection, @@SESSION.character_set_results,"
                + " @@SESSION.time_zone, @@SESSION.autocommit, @@SESSION."
                + readOnly
                + ", DATABASE()";
    }

    /**
     * Whether a session is as the guard, the exactness of values and read-only need it.
     *
     * @throws SQLException if it is not; it tells which setting is wrong, and not its value
     */
    static void check(ResultSet answer, Optional<String> database, boolean readOnly)
            throws SQLException {
        if (!answer.next()) {
            throw new SQLException("the session's settings cannot be read", NOT_AS_NEEDED);
        }
        List<String> modes = Arrays.asList(text(answer, 1).toUpperCase(Locale.ROOT).split(",", -1));
        require(modes.stream().noneMatch(HARMFUL_MODES::contains), "sql_mode");
        require(UTF_8.contains(text(answer, 2)), "character_set_client");
        require(UTF_8.contains(text(answer, 3)), "character_set_connection");
        require(UTF_8.contains(text(answer, 4)), "character_set_results");
        require(text(answer, 5).equals("+00:00"), "time_zone");
        require(isFlag(text(answer, 6), false), "autocommit");
        require(isFlag(text(answer, 7), readOnly), "transaction_read_only");
        // A server may fold the names of databases to lower case.
        require(text(answer, 8).equalsIgnoreCase(database.orElse("")), "the default database");
    }

    /** Seconds after which the engine itself ends a statement. */
    static long seconds(SourceConfig config) {
        return config.timeout().toSeconds() + 1;
    }

    /**
     * Whether a text may be more than one statement, or holds JDBC's own escapes in braces, which
     * drivers and servers replace. A comment beside a semicolon or brace is reason enough.
     */
    static boolean splits(String sql) {
        if (sql.indexOf(';') < 0 && sql.indexOf('{') < 0) {
            return false;
        }
        char quote = 0;
        for (int i = 0; i < sql.length(); i++) {
            char c = sql.charAt(i);
            if (quote != 0) {
                if (c == '\\' && quote != '`') {
                    i++;
                } else if (c == quote) {
                    quote = 0;
                }
            } else if (c == '\'' || c == '"' || c == '`') {
                quote = c;
            } else if (c == ';'
                    || c == '{'
                    || c == '#'
                    || sql.startsWith("--", i)
                    || sql.startsWith("/*", i)) {
                return true;
            }
        }
        return quote != 0;
    }

    /** What an error of either server means for the caller. */
    static EngineError meaning(SQLException error) {
        String state = error.getSQLState() == null ? "" : error.getSQLState();
        return switch (error.getErrorCode()) {
            case 1317, 1969, 3024 -> EngineError.STOPPED;
            case 1792, 1836 -> EngineError.NOT_READ_ONLY;
            case 1044, 1095, 1142, 1143, 1227, 1370, 1449 -> EngineError.NO_RIGHT;
            case 1045, 1130, 1131, 1251, 1524, 1698, 1820, 1862, 3118, 4151 -> EngineError.LOGIN;
            case 1040, 1203, 1226 -> EngineError.BUSY;
            case 1053, 1927, 2006, 2013, 4031 -> EngineError.CONNECTION_LOST;
            case 1210 -> EngineError.PARAMETERS;
            default -> {
                if (state.startsWith("08")) {
                    yield EngineError.CONNECTION_LOST;
                }
                if (state.startsWith("28")) {
                    yield EngineError.LOGIN;
                }
                yield state.startsWith("07") ? EngineError.PARAMETERS : EngineError.STATEMENT;
            }
        };
    }

    /**
     * Binds a number: MariaDB would silently make the largest decimal that it knows of a longer
     * one.
     *
     * @throws SQLException if neither a decimal nor a double of the server is that number
     */
    static void bind(PreparedStatement statement, int index, BigDecimal value) throws SQLException {
        int whole = Math.max(0, value.precision() - value.scale());
        if (value.scale() <= MAX_SCALE && whole + Math.max(0, value.scale()) <= MAX_DIGITS) {
            statement.setBigDecimal(index, value);
            return;
        }
        double near = value.doubleValue();
        if (Double.isInfinite(near)
                || new BigDecimal(Double.toString(near)).compareTo(value) != 0) {
            throw new SQLException(
                    "parameter " + index + " has more than " + MAX_DIGITS + " digits", "07006");
        }
        statement.setDouble(index, near);
    }

    /** What an error of a statement that changes data means. */
    static ChangeError changeError(SQLException error) {
        return switch (error.getErrorCode()) {
            // A column without a default; a check, in both servers' numbers.
            case 1364, 3819, 4025 -> ChangeError.CONSTRAINT;
            // A lock that was waited for in vain, or not at all; a row that changed meanwhile.
            case 1205, 1020, 3572 -> ChangeError.CONFLICT;
            default -> {
                String state = error.getSQLState() == null ? "" : error.getSQLState();
                if (state.startsWith("23")) {
                    yield ChangeError.CONSTRAINT;
                }
                yield state.startsWith("40") ? ChangeError.CONFLICT : ChangeError.OTHER;
            }
        };
    }

    /**
     * The server's own word that a commit was rolled back: a deadlock, also one that a cluster
     * finds, and a server that takes no changes any more. Any other error of a commit may come from
     * an engine that has kept it.
     */
    static boolean provesRollback(SQLException error) {
        int code = error.getErrorCode();
        String state = error.getSQLState() == null ? "" : error.getSQLState();
        return code == 1290
                || code == 1836
                || (code > 0 && state.startsWith("40") && !state.equals("40003"));
    }

    /** Whether the engine of a table knows transactions; of a view, nobody can tell here. */
    static boolean takesBack(Connection connection, TableName table) throws SQLException {
        Optional<String> database = table.schema().or(table::catalog);
        try (PreparedStatement question =
                connection.prepareStatement(
                        "SELECT COUNT(*) FROM information_schema.tables t JOIN"
                                + " information_schema.engines e ON e.engine = t.engine WHERE"
                                + " t.table_schema = "
                                + (database.isPresent() ? "?" : "DATABASE()")
                                + " AND t.table_name = ? AND e.transactions <> 'YES'")) {
            int index = 1;
            if (database.isPresent()) {
                question.setString(index++, database.get());
            }
            question.setString(index, table.name());
            try (ResultSet answer = question.executeQuery()) {
                return answer.next() && answer.getInt(1) == 0;
            }
        }
    }

    /** Rolls back, and asks whether a table without transactions took part. */
    static boolean undo(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("ROLLBACK");
            for (SQLWarning warning = statement.getWarnings();
                    warning != null;
                    warning = warning.getNextWarning()) {
                if (warning.getErrorCode() == NOT_ROLLED_BACK) {
                    return false;
                }
            }
            return true;
        }
    }

    private static void require(boolean holds, String setting) throws SQLException {
        if (!holds) {
            throw new SQLException("the session does not keep " + setting, NOT_AS_NEEDED);
        }
    }

    private static boolean isFlag(String text, boolean on) {
        return text.equals(on ? "1" : "0") || text.equalsIgnoreCase(on ? "ON" : "OFF");
    }

    private static String text(ResultSet answer, int column) throws SQLException {
        String text = answer.getString(column);
        return text == null ? "" : text;
    }
}
