package dev.sallyport.source;

import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Db2 by IBM's driver JCC, which the owner brings.
 *
 * <p>Db2 knows no transaction that only reads. What there is: the rollback, which takes back
 * definitions of tables too, and the rights of the login. Variables and temporary tables of a
 * session outlive a rollback, so a connection serves one call.
 */
final class Db2Engine implements Engine {
    /** Of a decimal. */
    private static final int MAX_DIGITS = 31;

    private static final String PREFIX = "jdbc:db2:";

    /**
     * Not on it: traces, which write files, {@code clientRerouteServerListJNDIName} and its like,
     * which ask JNDI, {@code pluginName} and {@code pluginClassName}, which load classes, key
     * stores, Kerberos, and special registers.
     */
    private static final Set<String> ALLOWED =
            Set.of(
                    "clientApplicationInformation",
                    "clientProgramName",
                    "currentSchema",
                    "loginTimeout",
                    "securityMechanism",
                    "sslConnection",
                    "sslVersion");

    /** No second host, no address in parentheses, and no separator in a value. */
    private static final Pattern URL =
            Pattern.compile(
                    "jdbc:db2://(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::[0-9]{1,5})?"
                            + "/(?<database>[\\p{L}\\p{N}_$#@-]{1,128})"
                            + "(?<properties>:(?:[A-Za-z]+=[\\p{L}\\p{N}._$#@-]*;)*"
                            + "(?:[A-Za-z]+=[\\p{L}\\p{N}._$#@-]*)?)?");

    /** Victim of a deadlock or of a lock's time; an error at the commit itself. */
    private static final Set<Integer> ROLLED_BACK = Set.of(-911, -1476);

    /** User and password, plain or encrypted; none that loads a class or asks another server. */
    private static final Set<String> LOGINS = Set.of("3", "7", "9");

    /** Seconds beyond the longest statement after which the driver gives a silent server up. */
    private static final long GRACE_SECONDS = 15;

    @Override
    public Dialect dialect() {
        return Dialects.DB2;
    }

    @Override
    public String urlPrefix() {
        return PREFIX;
    }

    @Override
    public Optional<BroughtDriver> broughtDriver() {
        return Optional.of(BroughtDriver.DB2);
    }

    @Override
    public List<String> problems(String url) {
        List<String> problems = new ArrayList<>();
        if (!url.startsWith(PREFIX)) {
            problems.add("a URL of Db2 begins with " + PREFIX);
            return problems;
        }
        List<String> parameters = parameters(url);
        problems.addAll(UrlParameters.problems(parameters, ALLOWED, false));
        if (problems.isEmpty() && !URL.matcher(url).matches()) {
            problems.add(
                    "a URL of Db2 is jdbc:db2://host:50000/database:name=value; with one host, and"
                            + " letters, digits and ._$#@- in names and values");
        }
        value(parameters, "securityMechanism")
                .filter(value -> !LOGINS.contains(value))
                .ifPresent(value -> problems.add("securityMechanism is 3, 7 or 9"));
        return problems;
    }

    @Override
    public Optional<String> defaultDatabase(SourceConfig config) {
        Matcher matcher = URL.matcher(config.url());
        return matcher.matches() ? Optional.of(matcher.group("database")) : Optional.empty();
    }

    @Override
    public String connectUrl(SourceConfig config) {
        String url = config.url();
        // The driver wants a semicolon after the last property too.
        return parameters(url).isEmpty() || url.endsWith(";") ? url : url + ";";
    }

    @Override
    public Properties properties(SourceConfig config) {
        List<String> given = parameters(config.url());
        Properties properties = new Properties();
        properties.setProperty(
                "blockingReadConnectionTimeout",
                String.valueOf(config.timeout().toSeconds() + GRACE_SECONDS));
        // A request to cancel drops the socket (CLOSE_SOCKET): a server that does not know such
        // requests would otherwise keep its caller, and abort() leaves the socket open.
        properties.setProperty("interruptProcessingMode", "2");
        // Another server in the middle of a session would know nothing of what was set in it.
        properties.setProperty("enableSysplexWLB", "false");
        properties.setProperty("maxRetriesForClientReroute", "0");
        properties.setProperty("retrieveMessagesFromServerOnGetMessage", "true");
        UrlParameters.unlessGiven(properties, given, "clientProgramName", "sallyport");
        UrlParameters.unlessGiven(properties, given, "loginTimeout", "10");
        UrlParameters.unlessGiven(properties, given, "securityMechanism", "3");
        return properties;
    }

    @Override
    public boolean readOnlyConnection(SourceConfig config) {
        return !config.writes();
    }

    /** Checks what the guard reads texts by: operators of Db2, and no comma inside of numbers. */
    @Override
    public void opened(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery("VALUES SQL_COMPAT")) {
                String compatible = rows.next() ? rows.getString(1) : "";
                require(compatible == null || compatible.isBlank(), "SQL_COMPAT");
            } catch (SQLException e) {
                // No such variable, which only some servers have.
                if (meaning(e) != EngineError.STATEMENT) {
                    throw e;
                }
            }
            try (ResultSet rows = statement.executeQuery("SELECT 1,2 FROM SYSIBM.SYSDUMMY1")) {
                require(rows.getMetaData().getColumnCount() == 2, "the decimal sign");
            }
        }
        connection.rollback();
    }

    private static void require(boolean holds, String setting) throws SQLException {
        if (!holds) {
            throw new SQLException("the session does not keep " + setting, "08001");
        }
    }

    /**
     * The driver's {@code nativeSQL} does not tell what it translates, so every brace outside of
     * quotes counts.
     */
    @Override
    public boolean splits(Connection connection, String sql) {
        return splits(sql);
    }

    static boolean splits(String sql) {
        boolean comment = sql.contains("--") || sql.contains("/*");
        for (char c : new char[] {';', '{', '}'}) {
            if (sql.indexOf(c) >= 0
                    && (comment || StatementText.indexOutsideQuotes(sql, c, 0) >= 0)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public int firstFetch() {
        return 0;
    }

    /**
     * Without a size of fetch: with one, the driver showed no rows at all where a column was a
     * large object (12.1.5, on Derby). Without the driver's limit of rows either: the server sends
     * a block at a time, and a result that is closed early is not read to its end.
     */
    @Override
    public void stream(PreparedStatement statement, int maxRows) {}

    @Override
    public void checkCount(PreparedStatement statement, String sql, int values)
            throws SQLException {
        ParameterCount.check(statement, values);
    }

    /** The driver knows no {@code Types.NULL}; the server converts a text that is not there. */
    @Override
    public void bindNull(PreparedStatement statement, int index) throws SQLException {
        statement.setNull(index, Types.VARCHAR);
    }

    @Override
    public Connection adapted(Connection connection) {
        return new AbandonableConnection(connection);
    }

    /** A number beyond its decimals as a double, where it is one. */
    @Override
    public void bind(PreparedStatement statement, int index, BigDecimal value) throws SQLException {
        Decimals.bind(statement, index, value, MAX_DIGITS);
    }

    @Override
    public boolean reset(Connection connection) {
        return false;
    }

    @Override
    public RightsProbe rightsProbe() {
        return new Db2Rights();
    }

    @Override
    public void cancel(Connection connection, Statement statement) throws SQLException {
        statement.cancel();
    }

    @Override
    public boolean writes() {
        return true;
    }

    /** Not at all, as for reads; a change returns no rows. */
    @Override
    public void limitReturned(PreparedStatement statement, int maxRows) {}

    /** The session serves no other call, but may have to begin this one again. */
    @Override
    public boolean rollback(Connection connection, SourceConfig config) throws SQLException {
        connection.rollback();
        return true;
    }

    /** A view's check has a state of its own, as have locks of which Db2 rolls nothing back. */
    @Override
    public ChangeError changeError(SQLException error) {
        String state = error.getSQLState() == null ? "" : error.getSQLState();
        return switch (state) {
            case "44000" -> ChangeError.CONSTRAINT;
            case "57033" -> ChangeError.CONFLICT;
            default -> Engine.super.changeError(error);
        };
    }

    /**
     * Only what the server says itself, by the codes of which its documentation says that the
     * transaction was rolled back: the driver has states of its own.
     */
    @Override
    public boolean provesRollback(SQLException error) {
        return ROLLED_BACK.contains(error.getErrorCode());
    }

    @Override
    public EngineError meaning(SQLException error) {
        String state = error.getSQLState() == null ? "" : error.getSQLState();
        return switch (error.getErrorCode()) {
            case -952 -> EngineError.STOPPED;
            case -817, -4476 -> EngineError.NOT_READ_ONLY;
            case -551, -552, -567 -> EngineError.NO_RIGHT;
            case -313, -4460 -> EngineError.PARAMETERS;
            case -4214 -> EngineError.LOGIN;
            case -1040, -1226 -> EngineError.BUSY;
            case -1224, -4470, -4499, -30080, -30081, -30108 -> EngineError.CONNECTION_LOST;
            default -> ofState(state);
        };
    }

    private static EngineError ofState(String state) {
        return switch (state) {
            case "57014" -> EngineError.STOPPED;
            case "25006" -> EngineError.NOT_READ_ONLY;
            case "42501", "42502" -> EngineError.NO_RIGHT;
            case "57030" -> EngineError.BUSY;
            case "08004", "28000" -> EngineError.LOGIN;
            default -> {
                if (state.startsWith("08")) {
                    yield EngineError.CONNECTION_LOST;
                }
                yield state.startsWith("07") ? EngineError.PARAMETERS : EngineError.STATEMENT;
            }
        };
    }

    private static List<String> parameters(String url) {
        int host = url.indexOf("//");
        int slash = host < 0 ? -1 : url.indexOf('/', host + 2);
        int colon = slash < 0 ? -1 : url.indexOf(':', slash);
        return colon < 0 ? List.of() : UrlParameters.afterSemicolon(";" + url.substring(colon + 1));
    }

    private static Optional<String> value(List<String> parameters, String name) {
        return parameters.stream()
                .filter(parameter -> parameter.startsWith(name + "="))
                .map(parameter -> parameter.substring(name.length() + 1))
                .reduce((first, second) -> first.equals(second) ? first : "several");
    }
}
