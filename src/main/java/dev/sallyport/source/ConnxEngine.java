package dev.sallyport.source;

import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * CONNX, through its JDBC driver of release 1.2, which the owner brings.
 *
 * <p>Without writes the connection asks the gateway and the database behind it to be read-only; the
 * rollback comes on top.
 */
final class ConnxEngine implements Engine {
    private static final String PREFIX = "jdbc:connx:";
    private static final String DEFAULT_SCHEMA = "dbo";

    /**
     * Not on it: {@code RPC} runs a procedure at connect, {@code CNXSESSIONID} evades the limit of
     * connections, {@code DBREADWRITE} opens what a source without writes keeps shut.
     */
    private static final Set<String> ALLOWED =
            Set.of(
                    "APPLICATION",
                    "CLIENTID",
                    "DBREADONLY",
                    "DD",
                    "DSN",
                    "GATEWAY",
                    "PORT",
                    "READONLY",
                    "SSL");

    /** With one of these in a text, every semicolon may part it. */
    private static final List<String> HIDING = List.of("--", "/*");

    private static final List<String> READ_ONLY = List.of("READONLY", "DBREADONLY");

    /**
     * What an escape in braces may begin with; the guard knows them better, this is a second door.
     */
    private static final Set<String> ESCAPES =
            Set.of("d", "t", "ts", "oj", "maxrows", "fn", "escape");

    @Override
    public Dialect dialect() {
        return Dialects.CONNX;
    }

    @Override
    public String urlPrefix() {
        return PREFIX;
    }

    @Override
    public Optional<BroughtDriver> broughtDriver() {
        return Optional.of(BroughtDriver.CONNX);
    }

    @Override
    public List<String> problems(String url) {
        List<String> problems = new ArrayList<>();
        if (!url.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
            problems.add("a URL of CONNX begins with " + PREFIX);
            return problems;
        }
        List<String> parameters = parameters(url);
        problems.addAll(UrlParameters.problems(parameters, ALLOWED, true));
        if (parameters.stream().noneMatch(one -> isNamed(one, "DSN") || isNamed(one, "DD"))) {
            problems.add("a URL of CONNX names its data dictionary: DSN=name");
        }
        for (String name : READ_ONLY) {
            if (parameters.stream()
                    .anyMatch(one -> isNamed(one, name) && !value(one).equalsIgnoreCase("true"))) {
                problems.add(name + " is true or left out: 'writes' of the source decides");
            }
        }
        return problems;
    }

    /** The URL names a data dictionary, which may hold several databases. */
    @Override
    public Optional<String> defaultDatabase(SourceConfig config) {
        return Optional.empty();
    }

    @Override
    public String connectUrl(SourceConfig config) {
        List<String> parameters = new ArrayList<>(parameters(config.url()));
        if (!config.writes()) {
            parameters.removeIf(one -> READ_ONLY.stream().anyMatch(name -> isNamed(one, name)));
            READ_ONLY.forEach(name -> parameters.add(name + "=true"));
        }
        return PREFIX + String.join(";", parameters);
    }

    @Override
    public Properties properties(SourceConfig config) {
        return new Properties();
    }

    @Override
    public boolean readOnlyConnection(SourceConfig config) {
        return !config.writes();
    }

    @Override
    public void opened(Connection connection) {}

    /**
     * Where the gateway says that the data know no transactions, a change that turns out too large
     * could not be taken back: no connection for changes then.
     */
    @Override
    public void opened(Connection connection, SourceConfig config) throws SQLException {
        if (config.writes() && !connection.getMetaData().supportsTransactions()) {
            throw new SQLException("the data behind the gateway know no transactions", "0A000");
        }
    }

    @Override
    public boolean writes() {
        return true;
    }

    /** Also S1 and HY of a lock that was waited for in vain, in both releases of ODBC. */
    @Override
    public ChangeError changeError(SQLException error) {
        String state = error.getSQLState() == null ? "" : error.getSQLState();
        return switch (state) {
            case "HYT00", "S1T00" -> ChangeError.CONFLICT;
            default -> Engine.super.changeError(error);
        };
    }

    /**
     * Only the states by which ODBC itself says that the transaction was rolled back: a commit may
     * go to several databases behind the gateway, and fail in one of them.
     */
    @Override
    public boolean provesRollback(SQLException error) {
        String state = error.getSQLState() == null ? "" : error.getSQLState();
        return Set.of("25S03", "40001", "40002").contains(state);
    }

    @Override
    public Connection adapted(Connection connection) {
        return new FormerConnection(connection, DEFAULT_SCHEMA);
    }

    @Override
    public boolean knowsJavaTime() {
        return false;
    }

    @Override
    public boolean splits(Connection connection, String sql) {
        if (StatementText.mayBeSeveral(sql, HIDING)) {
            return true;
        }
        for (int at = StatementText.indexOutsideQuotes(sql, '{', 0);
                at >= 0;
                at = StatementText.indexOutsideQuotes(sql, '{', at + 1)) {
            int end = at + 1;
            while (end < sql.length() && Character.isLetter(sql.charAt(end))) {
                end++;
            }
            if (!ESCAPES.contains(sql.substring(at + 1, end).toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public int firstFetch() {
        return 0;
    }

    @Override
    public boolean reset(Connection connection) throws SQLException {
        connection.rollback();
        return true;
    }

    @Override
    public RightsProbe rightsProbe() {
        return new ConnxRights();
    }

    @Override
    public void cancel(Connection connection, Statement statement) throws SQLException {
        statement.cancel();
    }

    /** The states of ODBC, of both its releases, which the gateway passes on. */
    @Override
    public EngineError meaning(SQLException error) {
        String state = error.getSQLState() == null ? "" : error.getSQLState();
        return switch (state) {
            case "HY008", "S1008", "HYT00", "S1T00", "57014" -> EngineError.STOPPED;
            case "25000", "25006" -> EngineError.NOT_READ_ONLY;
            case "42501" -> EngineError.NO_RIGHT;
            case "07001", "07002", "07009", "S1093" -> EngineError.PARAMETERS;
            case "08004" -> EngineError.BUSY;
            case "28000" -> EngineError.LOGIN;
            default -> state.startsWith("08") ? EngineError.CONNECTION_LOST : EngineError.STATEMENT;
        };
    }

    private static List<String> parameters(String url) {
        return Arrays.stream(url.substring(PREFIX.length()).split(";", -1))
                .map(String::strip)
                .filter(parameter -> !parameter.isEmpty())
                .toList();
    }

    private static boolean isNamed(String parameter, String name) {
        int equals = parameter.indexOf('=');
        return equals > 0 && parameter.substring(0, equals).strip().equalsIgnoreCase(name);
    }

    private static String value(String parameter) {
        return parameter.substring(parameter.indexOf('=') + 1).strip();
    }
}
