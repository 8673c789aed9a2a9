package dev.sallyport.source;

import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import io.trino.jdbc.TrinoConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Trino by its own driver.
 *
 * <p>A connection is one transaction that reads: it begins when the connection is opened, which
 * also shows whether the server is there and knows the login. A session lives in the driver, so a
 * connection is given up after one call and nothing of it can reach the next; the driver's sockets
 * stay open.
 */
final class TrinoEngine implements Engine {
    private static final String PREFIX = "jdbc:trino:";

    /**
     * Of these, none runs code, opens a browser, sends a credential, or undoes a setting below. Not
     * on it, for one: {@code dnsResolver}, which loads a class, {@code sessionProperties} and
     * {@code roles}.
     */
    private static final Set<String> ALLOWED =
            Set.of(
                    "SSL",
                    "SSLKeyStorePath",
                    "SSLKeyStoreType",
                    "SSLTrustStorePath",
                    "SSLTrustStoreType",
                    "SSLUseSystemKeyStore",
                    "SSLUseSystemTrustStore",
                    "SSLVerification",
                    "clientInfo",
                    "clientTags",
                    "disableCompression",
                    "hostnameInCertificate",
                    "source");

    /** The server answers at least once a second, if only to say that it is still at work. */
    private static final int STALL_MILLIS = 10_000;

    /** Of a decimal. */
    private static final int MAX_DIGITS = 38;

    private static final int RESET_MILLIS = 3_000;

    /** How the server's errors begin, and no error of the driver does. */
    private static final Pattern OF_SERVER = Pattern.compile("^Query failed \\(#[^)]*\\): ");

    private static final Pattern PLACE = Pattern.compile("^line 1:(\\d+): ");

    /** The driver sends a statement inside of another, and the server counts from there. */
    private static final int BEFORE_STATEMENT = "EXECUTE IMMEDIATE '".length();

    @Override
    public Dialect dialect() {
        return Dialects.TRINO;
    }

    @Override
    public String urlPrefix() {
        return PREFIX;
    }

    @Override
    public Driver driver(SourceConfig config) {
        return new io.trino.jdbc.TrinoDriver();
    }

    @Override
    public List<String> problems(String url) {
        List<String> problems = new ArrayList<>();
        if (!url.startsWith(PREFIX + "//")) {
            problems.add("a URL of Trino begins with " + PREFIX + "//");
            return problems;
        }
        if (beforeParameters(url).indexOf('@') >= 0) {
            problems.add(
                    "a credential does not belong into the URL: write user: and password:"
                            + " ${env:NAME}");
        }
        problems.addAll(
                UrlParameters.problems(UrlParameters.afterQuestionMark(url), ALLOWED, false));
        return problems;
    }

    /** The catalog, which is the first part of the path. */
    @Override
    public Optional<String> defaultDatabase(SourceConfig config) {
        String[] parts = beforeParameters(config.url()).substring(PREFIX.length()).split("/", -1);
        return parts.length < 4 || parts[3].isEmpty()
                ? Optional.empty()
                : Optional.of(
                        URLDecoder.decode(parts[3], StandardCharsets.UTF_8)
                                .toLowerCase(Locale.ROOT));
    }

    @Override
    public Properties properties(SourceConfig config) {
        long timeout = config.timeout().toMillis() + 1_000;
        Properties properties = new Properties();
        properties.setProperty("sessionProperties", "query_max_run_time:" + timeout + "ms");
        // EXECUTE IMMEDIATE carries the statement in the body; PREPARE would in a header.
        properties.setProperty("explicitPrepare", "false");
        properties.setProperty("timezone", "UTC");
        properties.setProperty("timeout", STALL_MILLIS + "ms");
        if (config.user().isEmpty()) {
            // A server without logins asks for a name all the same.
            properties.setProperty("user", "sallyport");
        }
        UrlParameters.unlessGiven(
                properties, UrlParameters.afterQuestionMark(config.url()), "source", "sallyport");
        return properties;
    }

    @Override
    public boolean readOnlyConnection(SourceConfig config) {
        return true;
    }

    @Override
    public void opened(Connection connection) throws SQLException {
        // The driver announces the language of this machine; values must not depend on it.
        connection.unwrap(TrinoConnection.class).setLocale(Locale.US);
        connection.setNetworkTimeout(Runnable::run, STALL_MILLIS);
        // The driver would begin before the first statement: too late to tell a refused login.
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
            statement.execute("START TRANSACTION READ ONLY");
        }
        connection.setAutoCommit(false);
    }

    @Override
    public boolean splits(Connection connection, String sql) {
        // The server takes one statement, and the driver knows no escapes: this says so sooner.
        char quote = 0;
        for (int i = 0; i < sql.length(); i++) {
            char c = sql.charAt(i);
            if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == ';' || (c == '{' && isLetterNext(sql, i + 1)))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public int firstFetch() {
        return 0;
    }

    /** A number beyond Trino's decimals as a double, where it is one. */
    @Override
    public void bind(PreparedStatement statement, int index, BigDecimal value) throws SQLException {
        Decimals.bind(statement, index, value, MAX_DIGITS);
    }

    /** Ends the transaction; the session is not used again. */
    @Override
    public boolean reset(Connection connection) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, RESET_MILLIS);
        connection.rollback();
        return false;
    }

    @Override
    public RightsProbe rightsProbe() {
        return new TrinoRights();
    }

    @Override
    public void cancel(Connection connection, Statement statement) throws SQLException {
        statement.cancel();
    }

    @Override
    public Optional<String> commentsQuery() {
        return Optional.of(
                "SELECT schema_name, table_name, CAST(NULL AS varchar), comment FROM"
                        + " system.metadata.table_comments WHERE catalog_name = current_catalog"
                        + " AND comment IS NOT NULL AND schema_name <> 'information_schema'");
    }

    @Override
    public Optional<String> noWrites() {
        return Optional.of(
                "is false here: most connectors of Trino commit each change by themselves, so that"
                        + " none could be capped or taken back");
    }

    @Override
    public EngineError meaning(SQLException error) {
        String message = error.getMessage() == null ? "" : error.getMessage();
        if (!OF_SERVER.matcher(message).find()) {
            return ofDriver(message, error);
        }
        // Trino has no SQLSTATE; these are the codes of its StandardErrorCode.
        return switch (error.getErrorCode()) {
            case 3, 38, 131_075 -> EngineError.STOPPED;
            case 23 -> EngineError.NOT_READ_ONLY;
            case 4 -> EngineError.NO_RIGHT;
            case 80 -> EngineError.PARAMETERS;
            case 2, 20, 22, 65_558 -> EngineError.CONNECTION_LOST;
            case 65_541, 65_545, 65_548, 131_074 -> EngineError.BUSY;
            default -> EngineError.STATEMENT;
        };
    }

    private static EngineError ofDriver(String message, SQLException error) {
        if (message.startsWith("Authentication failed")) {
            return EngineError.LOGIN;
        }
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException || cause instanceof UncheckedIOException) {
                return EngineError.CONNECTION_LOST;
            }
        }
        boolean http = message.contains("Error starting query") || message.contains("attempts:");
        return http || message.equals("Connection is closed")
                ? EngineError.CONNECTION_LOST
                : EngineError.STATEMENT;
    }

    @Override
    public String message(SQLException error) {
        String message = error.getMessage() == null ? "" : error.getMessage();
        Matcher server = OF_SERVER.matcher(message);
        if (!server.find()) {
            return message;
        }
        String words = message.substring(server.end());
        Matcher place = PLACE.matcher(words);
        if (!place.find() || place.group(1).length() > 8) {
            return words;
        }
        int column = Integer.parseInt(place.group(1)) - BEFORE_STATEMENT;
        return "line 1:" + Math.max(column, 1) + ": " + words.substring(place.end());
    }

    private static boolean isLetterNext(String sql, int from) {
        int at = from;
        while (at < sql.length() && Character.isWhitespace(sql.charAt(at))) {
            at++;
        }
        return at < sql.length() && Character.isLetter(sql.charAt(at));
    }

    private static String beforeParameters(String url) {
        int question = url.indexOf('?');
        return question < 0 ? url : url.substring(0, question);
    }
}
