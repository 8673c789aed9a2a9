package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sallyport.config.ConfigException;
import dev.sallyport.config.ConfigProblem;
import dev.sallyport.config.Configuration;
import dev.sallyport.config.Environment;
import dev.sallyport.source.ConnectionSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlServerModeTest {
    private static final Map<String, String> LEAST =
            Map.of("SQL_SERVER", "db.example", "SQL_USER", "reader", "SQL_PASSWORD", "geheim");

    @Test
    void everythingThatIsMissingIsNamedTogether() {
        assertThat(problems(Map.of("SQL_SERVER", "db.example")))
                .containsExactly("not set: SQL_USER, SQL_PASSWORD");
        assertThat(problems(Map.of("SQL_ALLOWED_DATABASES", "master", "SQL_PASSWORD", " ")))
                .containsExactly("not set: SQL_SERVER, SQL_USER, SQL_PASSWORD");
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource({
        "SQL_PORT, 70000, from 1 to 65535",
        "SQL_MAX_ROWS, 10k, from 1 to 100000",
        "SQL_CONNECTION_TIMEOUT, 15, from 1000 to 600000",
        "SQL_REQUEST_TIMEOUT, soon, from 100 to 600000",
        "SQL_POOL_MAX, 0, from 1 to 200",
        "SQL_POOL_MIN, -1, from 0 to 200",
        "SQL_POOL_IDLE_TIMEOUT, 5m, from 0 to 2147483647",
        "SQL_MAX_RETRIES, three, from 0 to 10",
        "SQL_RETRY_DELAY, 0, from 10 to 60000",
        "SQL_RETRY_INITIAL_DELAY, -5, from 10 to 60000",
        "SQL_RETRY_MAX_DELAY, 1h, from 10 to 60000",
        "CACHE_TTL_MS, 1h, from 0 to 86400000"
    })
    void anInvalidNumberIsAnError(String name, String value, String allowed) {
        assertThat(problems(with(name, value)))
                .containsExactly(name + " must be a whole number " + allowed);
    }

    @Test
    void retriesAndPoolAreTheOwners() {
        assertThat(connections(LEAST))
                .isEqualTo(
                        new ConnectionSettings(
                                0,
                                Duration.ofMinutes(5),
                                0,
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(5)));
        Map<String, String> variables = with("SQL_MAX_RETRIES", "3");
        variables.putAll(
                Map.of(
                        "SQL_RETRY_DELAY", "300",
                        "SQL_RETRY_INITIAL_DELAY", "250",
                        "SQL_RETRY_MAX_DELAY", "4000",
                        "SQL_POOL_MIN", "2",
                        // As that server had it: less than the pool can do.
                        "SQL_POOL_IDLE_TIMEOUT", "5000"));
        assertThat(connections(variables))
                .isEqualTo(
                        new ConnectionSettings(
                                2,
                                Duration.ofSeconds(10),
                                3,
                                Duration.ofMillis(250),
                                Duration.ofSeconds(4)));
    }

    @Test
    void noMoreConnectionsAreKeptThanThereMayBe() {
        assertThat(problems(with("SQL_POOL_MIN", "11")))
                .containsExactly("SQL_POOL_MIN is more than SQL_POOL_MAX, 10");
    }

    private static ConnectionSettings connections(Map<String, String> variables) {
        GateConfig config = read(variables);
        config.sources().close();
        return config.sources().all().getFirst().connections();
    }

    @ParameterizedTest
    @CsvSource({"SQL_ENCRYPT, yes", "SQL_ENCRYPT, TRUE", "SQL_TRUST_SERVER_CERT, 1"})
    void aFlagIsTrueOrFalse(String name, String value) {
        assertThat(problems(with(name, value))).containsExactly(name + " must be true or false");
    }

    @Test
    void aLogLevelIsOneThatThereIs() {
        assertThat(problems(with("LOG_LEVEL", "loud")))
                .containsExactly(
                        "LOG_LEVEL must be one of debug, error, http, info, off, silly, trace,"
                                + " verbose, warn");
    }

    @Test
    void readOnlyProceduresAreSomeOfTheAllowedOnes() {
        assertThat(problems(with("SQL_READ_ONLY_PROCEDURES", "dbo.p")))
                .containsExactly(
                        "SQL_READ_ONLY_PROCEDURES names procedures of SQL_ALLOWED_PROCEDURES,"
                                + " which is not set");
        Map<String, String> variables = with("SQL_ALLOWED_PROCEDURES", "dbo.p, q");
        assertThat(read(variables).sourcesWithWrites()).containsExactly("sqlserver");
        variables.put("SQL_READ_ONLY_PROCEDURES", "q,dbo.p");
        assertThat(read(variables).sourcesWithWrites()).isEmpty();
    }

    @Test
    void twoNamesOfOneFlagMustAgree() {
        Map<String, String> variables = with("SQL_TRUST_SERVER_CERT", "false");
        variables.put("SQL_TRUST_SERVER_CERTIFICATE", "true");
        assertThat(problems(variables)).singleElement().asString().contains("contradict");
        assertThat(url(with("SQL_TRUST_SERVER_CERTIFICATE", "true")))
                .contains("trustServerCertificate=true");
    }

    @Test
    void defaultsAreTheSafeOnes() {
        assertThat(url(LEAST))
                .isEqualTo(
                        "jdbc:sqlserver://db.example:1433;databaseName={master};encrypt=true;"
                                + "trustServerCertificate=false;loginTimeout=15");
        assertThat(effective(LEAST)).contains("max-rows: 1000").doesNotContain("geheim");
        GateConfig config = read(LEAST);
        assertThat(config.longestTimeout()).hasSeconds(30);
        assertThat(config.sourcesWithWrites()).isEmpty();
        config.sources().close();
    }

    @Test
    void aNamedInstanceIsAskedForItsPort() {
        assertThat(url(with("SQL_SERVER", "db.example\\sales")))
                .startsWith("jdbc:sqlserver://db.example\\sales;databaseName=");
    }

    @ParameterizedTest
    @CsvSource({"x;trustServerCertificate=true", "'db.example,1433'", "sa@db.example"})
    void aHostCannotAddAParameterToTheUrl(String host) {
        assertThat(problems(with("SQL_SERVER", host)))
                .singleElement()
                .asString()
                .startsWith("SQL_SERVER must not hold");
    }

    @ParameterizedTest(name = "{0} with {1}")
    @CsvSource({
        "shop, 'shop,sales', true",
        "SHOP, ' sales , Shop ', true",
        "shop, 'sales', false",
        ", 'shop,sales', false",
        "'a.b', 'a.b', true",
        "'a};encrypt=false', 'a};encrypt=false', true",
        "shop, 'shop,,sales, ', true",
        "shop, 'shop,*', false",
        "shop, ',', false",
        "shop, '', true"
    })
    void theDefaultDatabaseHasToBeInTheList(String database, String allowed, boolean starts) {
        Map<String, String> variables = with("SQL_ALLOWED_DATABASES", allowed);
        if (database != null) {
            variables.put("SQL_DATABASE", database);
        }
        if (!starts) {
            assertThat(problems(variables)).singleElement().asString().contains("SQL_ALLOWED");
            return;
        }
        GateConfig config = read(variables);
        assertThat(config.sources().all().getFirst().defaultDatabase()).contains(database);
        config.sources().close();
    }

    @Test
    void nameAndVersionOfTheServerAreTheOwners() {
        Map<String, String> variables = with("MCP_SERVER_NAME", "erp");
        variables.put("MCP_SERVER_VERSION", "7");
        GateConfig config = read(variables);
        assertThat(List.of(config.serverName(), config.serverVersion()))
                .containsExactly("erp", "7");
        config.sources().close();
    }

    /** The example in the repository is what the mode itself reads. */
    @Test
    void theExampleFileIsTheConfigurationOfTheMode() throws IOException {
        Path example = Path.of("examples", "sqlserver", "sallyport.yaml");
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(example.getParent());
            Files.writeString(example, SqlServerMode.text(2, 2, 1));
        }
        assertThat(example).hasContent(SqlServerMode.text(2, 2, 1));
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> variables = new HashMap<>(LEAST);
        variables.put(name, value);
        return variables;
    }

    private static List<String> problems(Map<String, String> variables) {
        return catchThrowableOfType(
                        ConfigException.class,
                        () -> SqlServerMode.configuration(Environment.of(variables)))
                .problems()
                .stream()
                .map(ConfigProblem::message)
                .toList();
    }

    private static GateConfig read(Map<String, String> variables) {
        Environment environment = Environment.of(variables);
        return GateConfig.read(SqlServerMode.configuration(environment), environment);
    }

    private static String url(Map<String, String> variables) {
        Configuration configuration = SqlServerMode.configuration(Environment.of(variables));
        return Objects.requireNonNull(configuration.root().sections("sources").get("sqlserver"))
                .text("url");
    }

    private static String effective(Map<String, String> variables) {
        Environment environment = Environment.of(variables);
        Configuration configuration = SqlServerMode.configuration(environment);
        GateConfig.read(configuration, environment).sources().close();
        return configuration.effective();
    }
}
