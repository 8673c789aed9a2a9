package dev.sallyport.source;

import com.microsoft.sqlserver.jdbc.SQLServerDriver;
import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import dev.sallyport.sql.ProcedureArgument;
import java.math.BigDecimal;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * SQL Server by Microsoft's driver.
 *
 * <p>SQL Server knows no transaction that only reads. What there is: {@code
 * ApplicationIntent=ReadOnly}, the rollback, and the rights of the login.
 */
final class SqlServerEngine implements Engine {
    /** Of a decimal. */
    private static final int MAX_DIGITS = 38;

    private static final String PREFIX = SqlServerUrl.PREFIX;

    /** What the guard's lexer relies on, and which database unqualified names belong to. */
    private static final String CHECK =
            "SELECT CAST(SESSIONPROPERTY('QUOTED_IDENTIFIER') AS int), DB_NAME()";

    /** Descriptions of tables and columns, where owners of SQL Server keep them. */
    private static final String COMMENTS =
            """
            SELECT s.name, o.name, c.name, CAST(p.value AS nvarchar(4000))
            FROM sys.extended_properties p
            JOIN sys.objects o ON o.object_id = p.major_id
            JOIN sys.schemas s ON s.schema_id = o.schema_id
            LEFT JOIN sys.columns c ON c.object_id = p.major_id AND c.column_id = p.minor_id
            WHERE p.class = 1 AND p.name = 'MS_Description'
            """;

    /**
     * What the driver translates, which it does not tell when it is asked: {@code nativeSQL} gives
     * everything back as it is. The server itself knows {@code {d …}} and {@code {fn …}}.
     */
    private static final Pattern TRANSLATED =
            Pattern.compile("\\{\\s*(\\?|call\\b|limit\\b)", Pattern.CASE_INSENSITIVE);

    /** Characters of a name: the type {@code sysname}. */
    private static final int MAX_NAME = 128;

    /** The server takes 2,100, of which the driver needs three for the statement itself. */
    private static final int MAX_VALUES = 2_097;

    private static final int RESET_MILLIS = 3_000;

    @Override
    public Dialect dialect() {
        return Dialects.TSQL;
    }

    @Override
    public String urlPrefix() {
        return PREFIX;
    }

    @Override
    public Driver driver(SourceConfig config) {
        DriverLog.silence("com.microsoft.sqlserver.jdbc");
        return new PooledSqlServerDriver(new SQLServerDriver(), settings(config));
    }

    @Override
    public List<String> problems(String url) {
        return SqlServerUrl.problems(url);
    }

    @Override
    public Optional<String> defaultDatabase(SourceConfig config) {
        return SqlServerUrl.value(config.url(), "databaseName", "database");
    }

    @Override
    public Optional<SourceConfig> inDatabase(SourceConfig config, String database) {
        boolean name =
                !database.isEmpty()
                        && database.length() <= MAX_NAME
                        && database.codePoints().noneMatch(Character::isISOControl);
        return name
                ? Optional.of(config.withUrl(SqlServerUrl.inDatabase(config.url(), database)))
                : Optional.empty();
    }

    @Override
    public Properties properties(SourceConfig config) {
        long seconds = config.timeout().toSeconds();
        Properties properties = new Properties();
        // With 0 the driver breaks when a server acknowledges a reset (seen in 13.6.2).
        properties.setProperty("connectRetryCount", "1");
        properties.setProperty("connectRetryInterval", "1");
        properties.setProperty("responseBuffering", "adaptive");
        properties.setProperty("queryTimeout", String.valueOf(seconds + 2));
        properties.setProperty("cancelQueryTimeout", "5");
        properties.setProperty("socketTimeout", String.valueOf((seconds + 15) * 1_000));
        properties.setProperty("sendTimeAsDatetime", "false");
        properties.setProperty("xopenStates", "true");
        unlessInUrl(
                properties,
                config,
                "applicationIntent",
                config.writes() ? "ReadWrite" : "ReadOnly");
        unlessInUrl(properties, config, "applicationName", "sallyport");
        unlessInUrl(properties, config, "encrypt", "true");
        unlessInUrl(properties, config, "trustServerCertificate", "false");
        unlessInUrl(properties, config, "loginTimeout", "10");
        unlessInUrl(properties, config, "sendStringParametersAsUnicode", "true");
        return properties;
    }

    @Override
    public boolean readOnlyConnection(SourceConfig config) {
        return false;
    }

    @Override
    public void opened(Connection connection) throws SQLException {
        opened(connection, Optional.empty());
    }

    @Override
    public void opened(Connection connection, SourceConfig config) throws SQLException {
        opened(connection, defaultDatabase(config));
    }

    private static void opened(Connection connection, Optional<String> database)
            throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(CHECK)) {
            if (!row.next() || row.getInt(1) != 1) {
                throw new SQLException("QUOTED_IDENTIFIER must be on", "08001");
            }
            // The guard takes unqualified names for names in this one.
            String actual = row.getString(2);
            if (database.filter(wanted -> !wanted.equalsIgnoreCase(actual)).isPresent()) {
                throw new SQLException("the session is in another database", "08001");
            }
        }
        connection.rollback();
    }

    /**
     * SQL Server takes statements one after the other with nothing between them, which only the
     * guard can tell. What is told here: a semicolon, and text that the driver would change.
     */
    @Override
    public boolean splits(Connection connection, String sql) throws SQLException {
        if (TRANSLATED.matcher(sql).find()) {
            return true;
        }
        if (sql.indexOf(';') < 0) {
            return false;
        }
        if (sql.contains("--") || sql.contains("/*")) {
            return true;
        }
        char closing = 0;
        for (int i = 0; i < sql.length(); i++) {
            char c = sql.charAt(i);
            if (closing == 0) {
                if (c == ';') {
                    return true;
                }
                closing = c == '[' ? ']' : c == '\'' || c == '"' ? c : 0;
            } else if (c == closing) {
                closing = 0;
            }
        }
        return false;
    }

    @Override
    public int firstFetch() {
        return 0;
    }

    /** A number beyond its decimals as a double, where it is one. */
    @Override
    public void bind(PreparedStatement statement, int index, BigDecimal value) throws SQLException {
        Decimals.bind(statement, index, value, MAX_DIGITS);
    }

    @Override
    public boolean reset(Connection connection) throws SQLException {
        if (!(connection instanceof SqlServerConnection session)) {
            return false;
        }
        // The caller waits for this: a server that is gone must not keep it for long.
        int usual = session.getNetworkTimeout();
        session.setNetworkTimeout(Runnable::run, RESET_MILLIS);
        session.reset();
        session.setNetworkTimeout(Runnable::run, usual);
        return true;
    }

    @Override
    public RightsProbe rightsProbe() {
        return new SqlServerRights();
    }

    @Override
    public void cancel(Connection connection, Statement statement) throws SQLException {
        statement.cancel();
    }

    /** Closing would read the rest of the result to its end; an attention stops the server. */
    @Override
    public boolean abandon(Connection connection, ResultSet rows, SecondConnection second)
            throws SQLException {
        rows.getStatement().cancel();
        rows.close();
        return true;
    }

    @Override
    public boolean writes() {
        return true;
    }

    /**
     * Not at all: the driver would have the server stop after so many rows, those that are changed
     * among them.
     */
    @Override
    public void limitReturned(PreparedStatement statement, int maxRows) {}

    /** A commit without a transaction is no error to the driver. */
    @Override
    public boolean inTransaction(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT @@TRANCOUNT")) {
            return row.next() && row.getInt(1) > 0;
        }
    }

    @Override
    public boolean endedInside(SQLException error) {
        return SqlServerErrors.endedInside(error);
    }

    @Override
    public ChangeError changeError(SQLException error) {
        return SqlServerErrors.changeError(error);
    }

    @Override
    public boolean provesRollback(SQLException error) {
        return SqlServerErrors.provesRollback(error);
    }

    @Override
    public boolean callsProcedures() {
        return true;
    }

    @Override
    public CallableStatement prepareCall(
            Connection connection, String schema, String name, List<ProcedureArgument> arguments)
            throws SQLException {
        return SqlServerProcedures.prepare(connection, schema, name, arguments);
    }

    @Override
    public Optional<String> commentsQuery() {
        return Optional.of(COMMENTS);
    }

    @Override
    public void checkCount(PreparedStatement statement, String sql, int values)
            throws SQLException {
        if (values > MAX_VALUES) {
            throw new SQLException(
                    "the statement has "
                            + values
                            + " values, and SQL Server takes "
                            + MAX_VALUES
                            + " at most",
                    ParameterCount.STATE);
        }
    }

    @Override
    public EngineError meaning(SQLException error) {
        return SqlServerErrors.meaning(error);
    }

    @Override
    public String message(SQLException error) {
        return SqlServerErrors.message(error);
    }

    /**
     * What a session begins with, at first and after every call. The first is what the guard's
     * lexer relies on; the others are what the server's own documentation calls the rule, whatever
     * the login, the database or the server were told.
     */
    private static String settings(SourceConfig config) {
        return String.join(
                "; ",
                "IF @@TRANCOUNT > 0 ROLLBACK TRAN",
                "SET QUOTED_IDENTIFIER ON",
                "SET ANSI_NULLS, ANSI_PADDING, ANSI_WARNINGS, ARITHABORT, CONCAT_NULL_YIELDS_NULL,"
                        + " XACT_ABORT ON",
                "SET NUMERIC_ROUNDABORT OFF",
                "SET LANGUAGE us_english",
                "SET TEXTSIZE 2147483647",
                "SET TRANSACTION ISOLATION LEVEL READ COMMITTED",
                "SET DEADLOCK_PRIORITY LOW",
                "SET LOCK_TIMEOUT " + (config.timeout().toMillis() + 1_000));
    }

    private static void unlessInUrl(
            Properties properties, SourceConfig config, String name, String value) {
        if (SqlServerUrl.value(config.url(), name).isEmpty()) {
            properties.setProperty(name, value);
        }
    }
}
