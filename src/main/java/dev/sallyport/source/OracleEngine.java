package dev.sallyport.source;

import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Oracle by its thin driver, which the owner brings. What is said here of the server is taken from
 * its documentation: no server could be had.
 *
 * <p>Each connection is one transaction that reads. What a session holds beside it (variables of
 * packages, contexts, temporary tables) outlives a rollback, so a connection serves one call.
 */
final class OracleEngine implements Engine {
    private static final String PREFIX = "jdbc:oracle:";

    /**
     * Of these, none loads a class, asks a directory, or sends a credential. Not on it: all {@code
     * oracle.jdbc.*} and {@code javax.net.ssl.*}, {@code https_proxy}, {@code token_auth}, {@code
     * password_auth}, {@code config_file} and their like.
     */
    private static final Set<String> ALLOWED =
            Set.of(
                    "connect_timeout",
                    "expire_time",
                    "sdu",
                    "ssl_server_dn_match",
                    "transport_connect_timeout",
                    "wallet_location");

    /**
     * One host and one service. No alias, which a file or a directory would resolve, no descriptor,
     * no provider of configurations, and no place for a credential.
     */
    private static final Pattern URL =
            Pattern.compile(
                    "jdbc:oracle:thin:@(?://|tcp://|tcps://)?"
                            + "(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::[0-9]{1,5})?"
                            + "/(?<database>[\\p{L}\\p{N}_$#.-]{1,128})"
                            + "(?:\\?(?:[A-Za-z_]+=[\\p{L}\\p{N}._/:\\\\-]*&)*"
                            + "[A-Za-z_]+=[\\p{L}\\p{N}._/:\\\\-]*)?");

    /** What the values of a session are written and read by, whatever the machine speaks. */
    static final List<String> PINS =
            List.of(
                    "ALTER SESSION SET NLS_LANGUAGE = 'AMERICAN' NLS_TERRITORY = 'AMERICA'",
                    "ALTER SESSION SET NLS_DATE_FORMAT = 'YYYY-MM-DD HH24:MI:SS'"
                            + " NLS_TIMESTAMP_FORMAT = 'YYYY-MM-DD HH24:MI:SSXFF'"
                            + " NLS_TIMESTAMP_TZ_FORMAT = 'YYYY-MM-DD HH24:MI:SSXFF TZH:TZM'"
                            + " NLS_NUMERIC_CHARACTERS = '.,' TIME_ZONE = '+00:00'");

    private static final String BEGIN = "SET TRANSACTION READ ONLY";

    /** "Transaction rolled back": what a commit says that finds a constraint broken. */
    private static final int ROLLED_BACK = 2091;

    /** Schemas that come with the server. */
    private static final Set<String> SYSTEM_SCHEMAS =
            Set.of(
                    "ANONYMOUS",
                    "APPQOSSYS",
                    "AUDSYS",
                    "CTXSYS",
                    "DBSFWUSER",
                    "DBSNMP",
                    "DVF",
                    "DVSYS",
                    "GGSYS",
                    "GSMADMIN_INTERNAL",
                    "GSMCATUSER",
                    "GSMUSER",
                    "LBACSYS",
                    "MDDATA",
                    "MDSYS",
                    "OJVMSYS",
                    "OLAPSYS",
                    "ORACLE_OCM",
                    "ORDDATA",
                    "ORDPLUGINS",
                    "ORDSYS",
                    "OUTLN",
                    "PUBLIC",
                    "REMOTE_SCHEDULER_AGENT",
                    "SI_INFORMTN_SCHEMA",
                    "SYS",
                    "SYSBACKUP",
                    "SYSDG",
                    "SYSKM",
                    "SYSRAC",
                    "SYSTEM",
                    "VECSYS",
                    "WMSYS",
                    "XDB");

    private static final String OF_USERS =
            " WHERE comments IS NOT NULL AND owner NOT IN "
                    + SYSTEM_SCHEMAS.stream()
                            .sorted()
                            .collect(Collectors.joining("', '", "('", "')"));

    /** Two parts, since a table's own comment stands elsewhere than those of its columns. */
    static final String COMMENTS =
            "SELECT owner, table_name, CAST(NULL AS VARCHAR2(1)) AS column_name, comments FROM"
                    + " all_tab_comments"
                    + OF_USERS
                    + " UNION ALL SELECT owner, table_name, column_name, comments FROM"
                    + " all_col_comments"
                    + OF_USERS;

    /** Seconds beyond the longest statement after which the driver gives a silent server up. */
    private static final long GRACE_SECONDS = 15;

    private static final String CONNECT_MILLIS = "10000";

    @Override
    public Dialect dialect() {
        return Dialects.ORACLE;
    }

    @Override
    public String urlPrefix() {
        return PREFIX;
    }

    @Override
    public Optional<BroughtDriver> broughtDriver() {
        return Optional.of(BroughtDriver.ORACLE);
    }

    @Override
    public List<String> problems(String url) {
        List<String> problems = new ArrayList<>();
        if (!url.startsWith(PREFIX)) {
            problems.add("a URL of Oracle begins with " + PREFIX + "thin:@");
            return problems;
        }
        int at = url.indexOf('@');
        int question = url.indexOf('?');
        String before = at < 0 ? "" : url.substring(PREFIX.length(), at);
        if (before.startsWith("thin:") && before.length() > "thin:".length()) {
            problems.add(
                    "a credential does not belong into the URL: write user: and password:"
                            + " ${env:NAME}");
            return problems;
        }
        if (at >= 0 && question > at) {
            problems.addAll(
                    UrlParameters.problems(UrlParameters.afterQuestionMark(url), ALLOWED, true));
        }
        if (problems.isEmpty() && !URL.matcher(url).matches()) {
            problems.add(
                    "a URL of Oracle is jdbc:oracle:thin:@//host:1521/service or"
                            + " jdbc:oracle:thin:@tcps://host:2484/service?name=value, with one host"
                            + " and a service's name; no alias, SID or descriptor");
        }
        return problems;
    }

    /** The service; the server's own name of the database is not in the URL. */
    @Override
    public Optional<String> defaultDatabase(SourceConfig config) {
        Matcher matcher = URL.matcher(config.url());
        return matcher.matches() ? Optional.of(matcher.group("database")) : Optional.empty();
    }

    @Override
    public Properties properties(SourceConfig config) {
        List<String> given = UrlParameters.afterQuestionMark(config.url());
        Properties properties = new Properties();
        properties.setProperty("v$session.program", "sallyport");
        if (!UrlParameters.has(given, "connect_timeout", true)) {
            properties.setProperty("oracle.net.CONNECT_TIMEOUT", CONNECT_MILLIS);
        }
        properties.setProperty("oracle.net.OUTBOUND_CONNECT_TIMEOUT", CONNECT_MILLIS);
        properties.setProperty(
                "oracle.jdbc.ReadTimeout",
                String.valueOf((config.timeout().toSeconds() + GRACE_SECONDS) * 1_000));
        // The text that the guard has read is the text that is sent.
        properties.setProperty("processEscapes", "false");
        properties.setProperty("oracle.jdbc.convertNcharLiterals", "false");
        properties.setProperty("oracle.jdbc.implicitStatementCacheSize", "0");
        // A text without a link to the Internet in it.
        properties.setProperty("oracle.jdbc.enableErrorUrl", "false");
        // No second server in the middle of a session, and no channel beside it.
        properties.setProperty("oracle.jdbc.fanEnabled", "false");
        properties.setProperty("oracle.jdbc.enableACSupport", "false");
        properties.setProperty("oracle.jdbc.enableImplicitRequests", "false");
        properties.setProperty("oracle.jdbc.enableQueryResultCache", "false");
        properties.setProperty("oracle.jdbc.mapDateToTimestamp", "true");
        properties.setProperty("oracle.jdbc.timezoneAsRegion", "false");
        // The driver keeps records of what it does, statements among them, for its makers.
        properties.setProperty("oracle.jdbc.diagnostic.enableLogging", "false");
        properties.setProperty("oracle.jdbc.diagnostic.enableObservability", "false");
        properties.setProperty("oracle.jdbc.diagnostic.enableDiagnoseFirstFailure", "false");
        properties.setProperty("oracle.jdbc.diagnostic.enableSensitiveDiagnostics", "false");
        return properties;
    }

    @Override
    public boolean readOnlyConnection(SourceConfig config) {
        return !config.writes();
    }

    @Override
    public void opened(Connection connection) {
        throw new IllegalStateException("the pins depend on the source");
    }

    /** A transaction that reads begins here, since its statement has to be the first of it. */
    @Override
    public void opened(Connection connection, SourceConfig config) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String pin : PINS) {
                statement.execute(pin);
            }
            connection.rollback();
            for (String begin : beginnings(config)) {
                statement.execute(begin);
            }
        }
    }

    /** What a transaction begins with: one that changes data, with its change. */
    static List<String> beginnings(SourceConfig config) {
        return config.writes() ? List.of() : List.of(BEGIN);
    }

    /**
     * The driver does not part texts, and translates nothing where it was told not to; it takes
     * {@code :name} for a place of a value, and misses one.
     */
    @Override
    public boolean splits(Connection connection, String sql) {
        return splits(sql);
    }

    static boolean splits(String sql) {
        String lower = sql.toLowerCase(Locale.ROOT);
        // Between other marks than quotes, or beside a comment, a quote may not be one.
        boolean hidden = sql.contains("--") || sql.contains("/*") || lower.contains("q'");
        for (char c : new char[] {';', '{', '}'}) {
            if (sql.indexOf(c) >= 0
                    && (hidden || StatementText.indexOutsideQuotes(sql, c, 0) >= 0)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public int firstFetch() {
        return 100;
    }

    @Override
    public void bindNull(PreparedStatement statement, int index) throws SQLException {
        statement.setNull(index, Types.VARCHAR);
    }

    /** Rolls back before it closes: the driver would commit. */
    @Override
    public Connection adapted(Connection connection) {
        return new AbandonableConnection(connection);
    }

    @Override
    public boolean reset(Connection connection) {
        return false;
    }

    @Override
    public RightsProbe rightsProbe() {
        return new OracleRights();
    }

    @Override
    public void cancel(Connection connection, Statement statement) throws SQLException {
        statement.cancel();
    }

    @Override
    public Optional<String> commentsQuery() {
        return Optional.of(COMMENTS);
    }

    @Override
    public Set<String> systemSchemas() {
        return SYSTEM_SCHEMAS;
    }

    @Override
    public boolean writes() {
        return true;
    }

    /** A transaction of changes needs no words to begin; one that reads would. */
    @Override
    public boolean rollback(Connection connection, SourceConfig config) throws SQLException {
        connection.rollback();
        return config.writes();
    }

    @Override
    public ChangeError changeError(SQLException error) {
        return switch (error.getErrorCode()) {
            // A key, NULL, the check of a view or of a table, foreign keys, and any of these that
            // the commit finds.
            case 1, 1400, 1402, 1407, 2290, 2291, 2292, ROLLED_BACK -> ChangeError.CONSTRAINT;
            // Locks that are not had, a deadlock, a snapshot that is too late.
            case 54, 60, 2049, 4020, 8177, 30006 -> ChangeError.CONFLICT;
            default -> ChangeError.OTHER;
        };
    }

    /** Only what the server calls so itself. */
    @Override
    public boolean provesRollback(SQLException error) {
        return error.getErrorCode() == ROLLED_BACK;
    }

    /** By the number of an {@code ORA-} error, which the driver gives as the code. */
    @Override
    public EngineError meaning(SQLException error) {
        return switch (error.getErrorCode()) {
            case 1013 -> EngineError.STOPPED;
            case 1456, 16000 -> EngineError.NOT_READ_ONLY;
            case 1031, 41900 -> EngineError.NO_RIGHT;
            case 1006, 1008, 17003, 17041 -> EngineError.PARAMETERS;
            case 1005, 1017, 1045, 28000, 28001, 28002 -> EngineError.LOGIN;
            // No such service: the listener is there, as with a database that is not.
            case 12505, 12514 -> EngineError.DATABASE;
            case 18, 20, 2391, 12516, 12519, 12520, 1033, 1035 -> EngineError.BUSY;
            case 28,
                    1012,
                    1034,
                    1089,
                    1090,
                    1092,
                    3113,
                    3114,
                    3135,
                    12170,
                    12541,
                    12543,
                    17002,
                    17008 ->
                    EngineError.CONNECTION_LOST;
            default -> {
                String state = error.getSQLState() == null ? "" : error.getSQLState();
                yield state.startsWith("08") ? EngineError.CONNECTION_LOST : EngineError.STATEMENT;
            }
        };
    }
}
