package dev.sallyport.source;

import dev.sallyport.sql.TableName;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** What MySQL and MariaDB have in common, whichever the driver. */
abstract class MySqlFamilyEngine implements Engine {
    /** Digits of the server's longest decimal. */
    private static final int MAX_DIGITS = 65;

    private static final int MAX_SCALE = 30;

    /** "Some non-transactional changed tables couldn't be rolled back". */
    private static final int NOT_ROLLED_BACK = 1196;

    @Override
    public final Optional<String> defaultDatabase(SourceConfig config) {
        return MySqlUrl.database(config.url(), urlPrefix());
    }

    /** What both drivers are told; each is told more. */
    @Override
    public Properties properties(SourceConfig config) {
        List<String> given = UrlParameters.afterQuestionMark(config.url());
        Properties properties = new Properties();
        // The server parses and binds: no value is ever part of a text, and floats arrive whole.
        properties.setProperty("useServerPrepStmts", "true");
        properties.setProperty("cachePrepStmts", "false");
        properties.setProperty("allowMultiQueries", "false");
        // Rows that an UPDATE finds count as affected, also where their values stay the same.
        properties.setProperty("useAffectedRows", "false");
        properties.setProperty("tinyInt1isBit", "false");
        properties.setProperty("transformedBitIsBoolean", "false");
        properties.setProperty("yearIsDateType", "false");
        properties.setProperty("preserveInstants", "false");
        properties.setProperty("dumpQueriesOnException", "false");
        properties.setProperty(
                "socketTimeout", String.valueOf((MySqlSession.seconds(config) + 10) * 1_000));
        UrlParameters.unlessGiven(properties, given, "connectTimeout", "5000");
        UrlParameters.unlessGiven(properties, given, "tcpKeepAlive", "true");
        return properties;
    }

    @Override
    public final boolean readOnlyConnection(SourceConfig config) {
        // To one driver a note and no more; the other would refuse on its own, by another lexer
        // than the server's.
        return false;
    }

    @Override
    public final void opened(Connection connection) throws SQLException {
        throw new IllegalStateException("the pins depend on the source");
    }

    /** A statement that goes on, as far as the network's buffers are full; its loan owns it. */
    @Override
    public final boolean holdsResults() {
        return true;
    }

    @Override
    public final boolean reset(Connection connection) throws SQLException {
        return false;
    }

    @Override
    public final boolean writes() {
        return true;
    }

    /** What an error of either server means for the caller. */
    @Override
    public final EngineError meaning(SQLException error) {
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
    @Override
    public final void bind(PreparedStatement statement, int index, BigDecimal value)
            throws SQLException {
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
    @Override
    public final ChangeError changeError(SQLException error) {
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
    @Override
    public final boolean provesRollback(SQLException error) {
        int code = error.getErrorCode();
        String state = error.getSQLState() == null ? "" : error.getSQLState();
        return code == 1290
                || code == 1836
                || (code > 0 && state.startsWith("40") && !state.equals("40003"));
    }

    /** Whether the engine of a table knows transactions; of a view, nobody can tell here. */
    @Override
    public final boolean takesBack(Connection connection, TableName table) throws SQLException {
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
    @Override
    public final boolean undo(Connection connection) throws SQLException {
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
}
