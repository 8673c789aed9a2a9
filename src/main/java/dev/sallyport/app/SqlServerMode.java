package dev.sallyport.app;

import dev.sallyport.config.Configuration;
import dev.sallyport.config.Environment;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The mode without a configuration file: the variables of the MCP server for SQL Server in the
 * environment, or in a file {@code .env}, make the configuration.
 */
final class SqlServerMode {
    private static final String SERVER = "SQL_SERVER";
    private static final String PORT = "SQL_PORT";
    private static final String USER = "SQL_USER";
    private static final String PASSWORD = "SQL_PASSWORD";
    private static final String DATABASE = "SQL_DATABASE";
    private static final String ALLOWED = "SQL_ALLOWED_DATABASES";
    private static final String ENCRYPT = "SQL_ENCRYPT";
    private static final String TRUST = "SQL_TRUST_SERVER_CERT";
    private static final String TRUST_TOO = "SQL_TRUST_SERVER_CERTIFICATE";
    private static final String CONNECTION_TIMEOUT = "SQL_CONNECTION_TIMEOUT";
    private static final String REQUEST_TIMEOUT = "SQL_REQUEST_TIMEOUT";
    private static final String POOL_MAX = "SQL_POOL_MAX";
    private static final String MAX_ROWS = "SQL_MAX_ROWS";
    private static final String PROCEDURES = "SQL_ALLOWED_PROCEDURES";
    private static final String READ_ONLY = "SQL_READ_ONLY_PROCEDURES";
    private static final String CACHE = "SQL_SCHEMA_CACHE_TTL";
    private static final String CACHE_TOO = "CACHE_TTL_MS";
    private static final String LOG_LEVEL = "LOG_LEVEL";
    private static final String NAME = "MCP_SERVER_NAME";
    private static final String VERSION = "MCP_SERVER_VERSION";

    private static final String RETRIES = "SQL_MAX_RETRIES";
    private static final String RETRY_DELAY = "SQL_RETRY_INITIAL_DELAY";
    private static final String RETRY_DELAY_TOO = "SQL_RETRY_DELAY";
    private static final String RETRY_MAX_DELAY = "SQL_RETRY_MAX_DELAY";
    private static final String POOL_MIN = "SQL_POOL_MIN";
    private static final String POOL_IDLE = "SQL_POOL_IDLE_TIMEOUT";

    /** Outside of these the pool does not do what it is told. */
    private static final int LEAST_IDLE = 10_000;

    private static final int MOST_IDLE = 29 * 60_000;

    /** What the former server called levels, and what they are here. */
    private static final Map<String, String> LEVELS =
            Map.of(
                    "silly", "trace",
                    "trace", "trace",
                    "debug", "debug",
                    "verbose", "debug",
                    "http", "info",
                    "info", "info",
                    "warn", "warn",
                    "error", "error",
                    "off", "off");

    /** Which {@code SALLYPORT_LOG_LEVEL} sets, too. */
    private static final String LEVEL_PROPERTY = "org.slf4j.simpleLogger.defaultLogLevel";

    private static final String URL = "SQL_URL";
    private static final String ALLOWED_PREFIX = "SQL_ALLOWED_DATABASE_";

    private static final String PROCEDURE_PREFIX = "SQL_ALLOWED_PROCEDURE_";
    private static final String READ_ONLY_PREFIX = "SQL_READ_ONLY_PROCEDURE_";
    private static final String WRITES = "SQL_PROCEDURES_WRITE";

    /** What a host may not hold, since it becomes a part of a URL. */
    private static final String PARTS_A_URL = ";={}@/";

    /** What a list of names gives a meaning of its own. */
    private static final String PATTERN = "*\"";

    private static final int MAX_NAME = 128;
    private static final int MAX_ALLOWED = 1_000;

    private static final String HEADER =
            "# The tool of the MCP server for SQL Server. The mode without a YAML file uses this"
                    + " text; docs/migrating.md\n# says which variables it reads.\n\n";

    private static final String TEXT =
            """
            sources:
              sqlserver:
                url: ${env:SQL_URL}
                user: ${env:SQL_USER}
                password: ${env:SQL_PASSWORD}
            # allowed-databases
            # procedures
                schema-cache: '${env:SQL_SCHEMA_CACHE_TTL}ms'
                limits:
                  max-rows: '${env:SQL_MAX_ROWS}'
                  timeout: '${env:SQL_REQUEST_TIMEOUT}ms'
                  concurrent-calls: '${env:SQL_POOL_MAX}'
                pool: {min-idle: '${env:SQL_POOL_MIN}', idle-timeout: '${env:SQL_POOL_IDLE_TIMEOUT}ms'}
                retries:
                  attempts: '${env:SQL_MAX_RETRIES}'
                  delay: '${env:SQL_RETRY_INITIAL_DELAY}ms'
                  max-delay: '${env:SQL_RETRY_MAX_DELAY}ms'

            server: {name: '${env:MCP_SERVER_NAME}', version: '${env:MCP_SERVER_VERSION}'}
            # Tables and columns as schema://{database}.
            resources: {databases: true}
            built-in-tools:
              # Changes are for procedures alone.
              execute: {enabled: false}
              execute_stored_procedure: {enabled: true, legacy: {error-type: error_type}}
              # The names that users of that server know.
              query:
                name: execute_query
                statement: query
                pagination: pagination
                legacy: {rows: results, count: count, truncated: truncated, error-type: error_type}
            """;

    private final Environment environment;
    private final ModeVariables variables;

    private SqlServerMode(Environment environment) {
        this.environment = environment;
        this.variables = new ModeVariables(environment);
    }

    /** Whether the environment speaks of a SQL Server. */
    static boolean isChosen(Environment environment) {
        return ModeVariables.hasAny(environment, SERVER, USER, PASSWORD, ALLOWED);
    }

    /**
     * The configuration that the variables make.
     *
     * @throws dev.sallyport.config.ConfigException that names everything that is missing or wrong
     */
    static Configuration configuration(Environment environment) {
        return new SqlServerMode(environment).read();
    }

    /**
     * The configuration file's text.
     *
     * @param allowed databases of the list, each in a variable of its own; 0 for no list
     * @param procedures the same for procedures
     * @param readOnly the same for those that only read
     */
    static String text(int allowed, int procedures, int readOnly) {
        String databases =
                allowed == 0
                        ? ""
                        : "    allowed-databases: [" + list(ALLOWED_PREFIX, allowed) + "]\n";
        String reads =
                readOnly == 0
                        ? ""
                        : "      read-only: [" + list(READ_ONLY_PREFIX, readOnly) + "]\n";
        String calls =
                procedures == 0 && readOnly == 0
                        ? ""
                        : "    writes: '${env:"
                                + WRITES
                                + "}'\n    procedures:\n      allowed: ["
                                + list(PROCEDURE_PREFIX, procedures)
                                + "]\n"
                                + reads;
        return HEADER
                + TEXT.replace("# allowed-databases\n", databases).replace("# procedures\n", calls);
    }

    private static String list(String prefix, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> "'${env:" + prefix + i + "}'")
                .collect(Collectors.joining(", "));
    }

    private Configuration read() {
        List<String> missing =
                Stream.of(SERVER, USER, PASSWORD)
                        .filter(name -> variables.value(name).isEmpty())
                        .toList();
        if (!missing.isEmpty()) {
            variables.problem("not set: " + String.join(", ", missing));
        }
        if (variables.value(SERVER).filter(SqlServerMode::partsAUrl).isPresent()) {
            variables.problem(SERVER + " must not hold any of " + PARTS_A_URL + ", or a comma");
        }
        String database = variables.value(DATABASE).map(String::strip).orElse("master");
        if (!isName(database)) {
            variables.problem(DATABASE + " is no name of a database");
        }
        List<String> allowed = allowed(database);
        List<String> procedures = names(PROCEDURES);
        List<String> readOnly = names(READ_ONLY);
        if (!readOnly.isEmpty() && procedures.isEmpty()) {
            variables.problem(
                    READ_ONLY + " names procedures of " + PROCEDURES + ", which is not set");
        }
        int maxRows = variables.number(MAX_ROWS, 1, 100_000, 1_000);
        int requestTimeout = variables.number(REQUEST_TIMEOUT, 100, 600_000, 30_000);
        int poolMax = variables.number(POOL_MAX, 1, 200, 10);
        int cache = variables.number(CACHE_TOO, 0, 86_400_000, 300_000);
        cache = variables.number(CACHE, 0, 86_400_000, cache);
        int poolMin = variables.number(POOL_MIN, 0, 200, 0);
        if (poolMin > poolMax) {
            variables.problem(POOL_MIN + " is more than " + POOL_MAX + ", " + poolMax);
        }
        int poolIdle = variables.number(POOL_IDLE, 0, Integer.MAX_VALUE, 300_000);
        int retries = variables.number(RETRIES, 0, 10, 0);
        int delay = variables.number(RETRY_DELAY_TOO, 10, 60_000, 1_000);
        delay = variables.number(RETRY_DELAY, 10, 60_000, delay);
        int maxDelay = variables.number(RETRY_MAX_DELAY, 10, 60_000, Math.max(delay, 5_000));
        String url = url(database);
        Optional<String> level = level();
        variables.finish();
        level.filter(ignored -> System.getProperty(LEVEL_PROPERTY) == null)
                .ifPresent(name -> System.setProperty(LEVEL_PROPERTY, name));
        warn(allowed);
        Environment complete =
                environment
                        .with(URL, url)
                        .with(MAX_ROWS, String.valueOf(maxRows))
                        .with(REQUEST_TIMEOUT, String.valueOf(requestTimeout))
                        .with(POOL_MAX, String.valueOf(poolMax))
                        .with(CACHE, String.valueOf(cache))
                        .with(POOL_MIN, String.valueOf(poolMin))
                        .with(
                                POOL_IDLE,
                                String.valueOf(Math.clamp(poolIdle, LEAST_IDLE, MOST_IDLE)))
                        .with(RETRIES, String.valueOf(retries))
                        .with(RETRY_DELAY, String.valueOf(delay))
                        .with(RETRY_MAX_DELAY, String.valueOf(maxDelay))
                        .with(NAME, variables.value(NAME).orElse("sallyport"))
                        .with(VERSION, variables.value(VERSION).orElse(Version.TEXT));
        // Quoted: a dot belongs to the name.
        complete =
                with(
                        complete,
                        ALLOWED_PREFIX,
                        allowed.stream().map(name -> "\"" + name + "\"").toList());
        complete = with(complete, PROCEDURE_PREFIX, procedures);
        complete = with(complete, READ_ONLY_PREFIX, readOnly);
        boolean writes =
                procedures.stream()
                        .anyMatch(name -> readOnly.stream().noneMatch(name::equalsIgnoreCase));
        return Configuration.read(
                "the configuration that the SQL_ variables make",
                text(allowed.size(), procedures.size(), readOnly.size()),
                complete.with(WRITES, String.valueOf(writes)));
    }

    private static Environment with(Environment environment, String prefix, List<String> values) {
        Environment complete = environment;
        for (int i = 0; i < values.size(); i++) {
            complete = complete.with(prefix + (i + 1), values.get(i));
        }
        return complete;
    }

    /** How much is logged; empty where nobody says. */
    private Optional<String> level() {
        Optional<String> written = variables.value(LOG_LEVEL).map(String::strip);
        Optional<String> level =
                written.flatMap(
                        name -> Optional.ofNullable(LEVELS.get(name.toLowerCase(Locale.ROOT))));
        if (written.isPresent() && level.isEmpty()) {
            variables.problem(
                    LOG_LEVEL
                            + " must be one of "
                            + String.join(", ", new TreeSet<>(LEVELS.keySet())));
        }
        return level;
    }

    private void warn(List<String> allowed) {
        // Not made with the class: a logger keeps the level that is set when it is made.
        Logger log = LoggerFactory.getLogger(SqlServerMode.class);
        if (allowed.isEmpty()) {
            log.warn(
                    "{} is not set: every database that the login may read can be queried",
                    ALLOWED);
        }
        List<String> idle =
                Stream.of(RETRY_DELAY, RETRY_DELAY_TOO, RETRY_MAX_DELAY)
                        .filter(name -> variables.value(name).isPresent())
                        .toList();
        if (!idle.isEmpty() && variables.number(RETRIES, 0, 10, 0) == 0) {
            log.warn("without effect unless {} is set: {}", RETRIES, String.join(", ", idle));
        }
    }

    /** The list, which has the default database in it. */
    private List<String> allowed(String database) {
        List<String> names = names(ALLOWED);
        if (names.isEmpty() && variables.value(ALLOWED).isPresent()) {
            variables.problem(
                    ALLOWED + " has commas and no name; leave it out to allow every database");
        }
        if (names.stream().anyMatch(name -> !isName(name) || holdsAnyOf(name, PATTERN))) {
            variables.problem(
                    ALLOWED
                            + " lists names of databases, of at most "
                            + MAX_NAME
                            + " characters, without any of "
                            + PATTERN);
        }
        if (!names.isEmpty() && names.stream().noneMatch(database::equalsIgnoreCase)) {
            variables.problem(
                    "the default database "
                            + database
                            + " is not in "
                            + ALLOWED
                            + ": add it, or set "
                            + DATABASE
                            + " to one of the list");
        }
        return names;
    }

    /** Names with commas between. */
    private List<String> names(String variable) {
        List<String> names =
                Arrays.stream(environment.variable(variable).orElse("").split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList();
        if (names.size() > MAX_ALLOWED) {
            variables.problem(variable + " has more than " + MAX_ALLOWED + " names");
        }
        return names;
    }

    private String url(String database) {
        String host = variables.value(SERVER).map(String::strip).orElse("");
        int port = variables.number(PORT, 1, 65_535, 1_433);
        // The port of a named instance is asked for where none is given.
        boolean asked = host.indexOf('\\') >= 0 && variables.value(PORT).isEmpty();
        int milliseconds = variables.number(CONNECTION_TIMEOUT, 1_000, 600_000, 15_000);
        return "jdbc:sqlserver://"
                + host
                + (asked ? "" : ":" + port)
                + ";databaseName={"
                + database.replace("}", "}}")
                + "};encrypt="
                + flag(ENCRYPT, true)
                + ";trustServerCertificate="
                + trust()
                + ";loginTimeout="
                + (milliseconds + 999) / 1_000;
    }

    private boolean trust() {
        boolean trust = flag(TRUST, false);
        boolean too = flag(TRUST_TOO, trust);
        if (variables.value(TRUST).isPresent() && too != trust) {
            variables.problem(TRUST + " and " + TRUST_TOO + " contradict each other");
        }
        return too;
    }

    private boolean flag(String name, boolean standard) {
        Optional<String> text = variables.value(name).map(String::strip);
        if (text.isEmpty()) {
            return standard;
        }
        if (!text.get().equals("true") && !text.get().equals("false")) {
            variables.problem(name + " must be true or false");
        }
        return text.get().equals("true");
    }

    private static boolean isName(String name) {
        return name.length() <= MAX_NAME && name.codePoints().noneMatch(Character::isISOControl);
    }

    private static boolean partsAUrl(String value) {
        return holdsAnyOf(value, PARTS_A_URL + ",")
                || value.codePoints().anyMatch(Character::isISOControl);
    }

    private static boolean holdsAnyOf(String text, String characters) {
        return text.chars().anyMatch(c -> characters.indexOf(c) >= 0);
    }
}
