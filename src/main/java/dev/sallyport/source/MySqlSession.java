package dev.sallyport.source;

import java.sql.ResultSet;
import java.sql.SQLException;
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
