package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sallyport.config.ConfigException;
import dev.sallyport.config.ConfigProblem;
import dev.sallyport.config.Configuration;
import dev.sallyport.config.Environment;
import dev.sallyport.demo.ConnxConfiguration;
import dev.sallyport.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnxModeTest {
    private static final Map<String, String> LEAST =
            Map.of(
                    "CONNX_DSN", "vsam",
                    "CONNX_USER", "reader",
                    "CONNX_PASS", "geheim",
                    "CONNX_GATEWAY", "mainframe.example");

    @Test
    void everythingThatIsMissingIsNamedTogether() {
        assertThat(problems(Map.of("CONNX_USER", "reader")))
                .containsExactly("not set: CONNX_DSN, CONNX_PASS, CONNX_GATEWAY (or CONNX_URL)");
        assertThat(problems(Map.of("CONNX_PASS", " ", "CONNX_DSN", "x")))
                .containsExactly("not set: CONNX_USER, CONNX_PASS, CONNX_GATEWAY (or CONNX_URL)");
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource({
        "CONNX_TIMEOUT, soon, from 1 to 600",
        "CONNX_TIMEOUT, 0, from 1 to 600",
        "CONNX_MAX_ROWS, 10k, from 1 to 100000",
        "CONNX_PORT, 70000, from 1 to 65535"
    })
    void anInvalidNumberIsAnError(String name, String value, String allowed) {
        assertThat(problems(with(name, value)))
                .containsExactly(name + " must be a whole number " + allowed);
    }

    @ParameterizedTest
    @CsvSource({"CONNX_DSN", "CONNX_DSN_ADABAS", "CONNX_GATEWAY"})
    void aNameCannotAddAParameterToTheUrl(String name) {
        assertThat(problems(with(name, "x;RPC=drop_all")))
                .singleElement()
                .asString()
                .startsWith(name + " must not hold");
    }

    @Test
    void defaultsAreThoseOfTheSample() {
        assertThat(effective(LEAST))
                .contains("max-rows: 1000", "writes: false", "name: query_connx")
                .doesNotContain("geheim", "CONNX_URL_ADABAS");
        GateConfig config = read(LEAST);
        assertThat(config.longestTimeout()).hasSeconds(30);
        config.sources().close();
    }

    @ParameterizedTest
    @CsvSource({
        "true, true",
        "TRUE, false",
        "1, false",
        "yes, false",
        "' true ', false",
        "'', false"
    })
    void writesAreOnForExactlyTrue(String value, boolean writes) {
        GateConfig config = read(with("CONNX_ALLOW_WRITES", value));
        assertThat(config.sourcesWithWrites().contains("vsam")).isEqualTo(writes);
        config.sources().close();
    }

    @Test
    void limitsOfTheEnvironmentHold() {
        Map<String, String> variables = new HashMap<>(with("CONNX_TIMEOUT", "45"));
        variables.put("CONNX_MAX_ROWS", "25");
        GateConfig config = read(variables);
        assertThat(config.governed().getFirst().limits().maxRows()).isEqualTo(25);
        assertThat(config.longestTimeout()).hasSeconds(45);
        config.sources().close();
    }

    @Test
    void aUrlOfTheOwnersIsCheckedLikeAnyOther() {
        Map<String, String> variables =
                with("CONNX_URL", "jdbc:connx:DD=old;GATEWAY=a!b;SSL=true;RPC=x");
        ConfigException problems =
                catchThrowableOfType(ConfigException.class, () -> read(variables));
        assertThat(problems.getMessage()).contains("RPC is not allowed");
    }

    @Test
    void adabasComesWithItsOwnDictionary() {
        GateConfig config = read(with("CONNX_DSN_ADABAS", "adabas"));
        assertThat(config.sources().all())
                .extracting(Source::name)
                .containsExactly("vsam", "adabas");
        config.sources().close();
    }

    /** The example in the repository is what the mode itself reads. */
    @Test
    void theExampleFileIsTheConfigurationOfTheMode() throws IOException {
        Path example = Path.of("examples", "connx", "sallyport.yaml");
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(example.getParent());
            Files.writeString(example, ConnxConfiguration.text(true));
        }
        assertThat(example).hasContent(ConnxConfiguration.text(true));
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> variables = new HashMap<>(LEAST);
        variables.put(name, value);
        return variables;
    }

    private static List<String> problems(Map<String, String> variables) {
        return catchThrowableOfType(
                        ConfigException.class,
                        () -> ConnxMode.configuration(Environment.of(variables)))
                .problems()
                .stream()
                .map(ConfigProblem::message)
                .toList();
    }

    private static GateConfig read(Map<String, String> variables) {
        Environment environment = Environment.of(variables);
        return GateConfig.read(ConnxMode.configuration(environment), environment);
    }

    private static String effective(Map<String, String> variables) {
        Environment environment = Environment.of(variables);
        Configuration configuration = ConnxMode.configuration(environment);
        GateConfig.read(configuration, environment).sources().close();
        return configuration.effective();
    }
}
