package dev.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {
    private static final Environment ENVIRONMENT =
            Environment.of(Map.of("HOST", "db.example", "PASS", "tr0ub4dor", "EMPTY", ""));

    @Test
    void reportsEveryProblemAtOnceInTheOrderOfLines() {
        String yaml =
                """
                sources:
                  shop:
                    limits: {max-rows: many, timeout: 1y}
                    password: hunter2
                    colour: red
                  lager: text
                tols: {}
                """;
        List<ConfigProblem> problems =
                problems(
                        yaml,
                        root -> {
                            root.sections("sources")
                                    .forEach((name, source) -> {
                                        source.text("url");
                                        source.secret("password");
                                        ConfigSection limits = source.section("limits");
                                        limits.intBetween("max-rows", 1, 100, 10);
                                        limits.durationBetween("timeout", "100ms", "10m", "30s");
                                    });
                            root.sections("tools");
                        });
        assertThat(problems)
                .extracting(ConfigProblem::toString)
                .containsExactly(
                        "line 3: sources.shop.url: is missing",
                        "line 3: sources.shop.limits.max-rows: 'many' is not allowed; allowed: 1 to 100",
                        "line 3: sources.shop.limits.timeout: '1y' is not allowed; allowed: 100ms to 10m",
                        "line 4: sources.shop.password: a credential comes from the environment only: write ${env:NAME}",
                        "line 5: sources.shop.colour: unknown key; allowed: url, password, limits",
                        "line 6: sources.lager: must hold keys with values",
                        "line 6: sources.lager.url: is missing",
                        "line 7: tols: unknown key; allowed: sources, tools");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    a: b\\nc: x\\0    | line 2: column 5: broken YAML: the character U+0000 is not allowed
                    a: &a [*a]        | aliases
                    x: &x {a: b}\\ny: {<<: *x} | alias
                    """)
    void saysWhereAndWhyYamlIsBroken(String yaml, String problem) {
        String text = yaml.replace("\\n", "\n").replace("\\0", "\0");
        assertThat(problems(text, root -> {})).singleElement().asString().contains(problem);
    }

    @Test
    void refusesNestingWithoutEndAsAProblemOfTheFile() {
        String yaml = "a: " + "[".repeat(50_000) + "]".repeat(50_000);
        assertThat(problems(yaml, root -> {})).singleElement().asString().contains("too deep");
    }

    @Test
    void saysAProblemOnceWhereTwoFeaturesReadOneKey() {
        assertThat(
                        problems(
                                "value: 3\n",
                                root -> {
                                    root.durationBetween("value", "100ms", "10m", "30s");
                                    root.durationBetween("value", "100ms", "10m", "30s");
                                }))
                .hasSize(1);
    }

    @Test
    void neverQuotesACredentialThatWasWrittenIntoTheFile() {
        ConfigException exception =
                catchThrowableOfType(
                        ConfigException.class,
                        () -> read("password: hunter2\n", root -> root.secret("password")));
        assertThat(exception).hasMessageContaining("line 1").hasMessageNotContaining("hunter2");
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    value: ${env:HOST}               | db.example
                    value: jdbc:x://${env:HOST}/shop | jdbc:x://db.example/shop
                    value: plain                     | plain
                    value: ${env:NOPE}               | line 1: value: the environment variable NOPE is not set
                    value: ${HOST}                   | line 1: value: only ${env:NAME} may follow a dollar sign and brace
                    value: ${env:HOST                | line 1: value: only ${env:NAME} may follow a dollar sign and brace
                    value: ""                        | line 1: value: must not be empty
                    value: [a, b]                    | line 1: value: must be a single value
                    value: {a: b}                    | line 1: value: must be a single value
                    """)
    void readsTexts(String yaml, String expected) {
        assertThat(summary(yaml, root -> root.text("value"))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    value: true   | true
                    value: false  | false
                    value: True   | line 1: value: 'True' is not allowed; allowed: true, false
                    value: yes    | line 1: value: 'yes' is not allowed; allowed: true, false
                    value: 1      | line 1: value: '1' is not allowed; allowed: true, false
                    other: true   | line 1: other: unknown key; allowed: value
                    """)
    void readsFlags(String yaml, String expected) {
        assertThat(summary(yaml, root -> String.valueOf(root.flag("value", false))))
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    value: 1KiB    | 1KiB
                    value: 4096B   | 4KiB
                    value: 1.5MiB  | line 1: value: '1.5MiB' is not allowed; allowed: 1KiB to 1GiB
                    value: 1MB     | line 1: value: '1MB' is not allowed; allowed: 1KiB to 1GiB
                    value: 2GiB    | line 1: value: '2GiB' is not allowed; allowed: 1KiB to 1GiB
                    value: 0B      | line 1: value: '0B' is not allowed; allowed: 1KiB to 1GiB
                    value: -1KiB   | line 1: value: '-1KiB' is not allowed; allowed: 1KiB to 1GiB
                    """)
    void readsSizes(String yaml, String expected) {
        assertThat(
                        summary(
                                yaml,
                                root ->
                                        root.sizeBetween("value", "1KiB", "1GiB", "1MiB")
                                                .toString()))
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    value: 100ms   | PT0.1S
                    value: 30s     | PT30S
                    value: 10m     | PT10M
                    value: 30      | line 1: value: '30' is not allowed; allowed: 100ms to 10m
                    value: 99ms    | line 1: value: '99ms' is not allowed; allowed: 100ms to 10m
                    value: 11m     | line 1: value: '11m' is not allowed; allowed: 100ms to 10m
                    """)
    void readsDurations(String yaml, String expected) {
        assertThat(
                        summary(
                                yaml,
                                root ->
                                        root.durationBetween("value", "100ms", "10m", "30s")
                                                .toString()))
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    value: [a, "b c"]    | [a, b c]
                    value: []            | []
                    value: a             | line 1: value: must be a list, as [one, two]
                    value: [a, {b: c}]   | line 1: value: must be a list of texts
                    """)
    void readsLists(String yaml, String expected) {
        assertThat(summary(yaml, root -> root.texts("value").map(List::toString).orElse("none")))
                .isEqualTo(expected);
    }

    @Test
    void tellsAMissingListFromAnEmptyOne() {
        assertThat(summary("", root -> root.texts("value").toString())).isEqualTo("Optional.empty");
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    password: ${env:PASS}          | tr0ub4dor
                    password: ${env:NOPE}          | line 1: password: the environment variable NOPE is not set
                    password: ${env:PASS}x         | line 1: password: a credential comes from the environment only: write ${env:NAME}
                    password: x${env:PASS}         | line 1: password: a credential comes from the environment only: write ${env:NAME}
                    password: ${env:PASS}${env:X}  | line 1: password: a credential comes from the environment only: write ${env:NAME}
                    password: [a]                  | line 1: password: must be ${env:NAME}
                    """)
    void readsSecretsFromTheEnvironmentOnly(String yaml, String expected) {
        assertThat(
                        summary(
                                yaml,
                                root -> root.secret("password").map(Secret::reveal).orElse("none")))
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    a: [1             | line 2: column 1: broken YAML: expected ',' or ']', but got <stream end>
                    - a               | line 1: the file holds keys with values, such as 'sources:'
                    just text         | line 1: the file holds keys with values, such as 'sources:'
                    """)
    void namesTheLineOfBrokenYaml(String yaml, String expected) {
        assertThat(problems(yaml + "\n", root -> {}))
                .extracting(ConfigProblem::toString)
                .containsExactly(expected);
    }

    @Test
    void refusesAKeyThatStandsTwice() {
        assertThat(problems("a: 1\nb: 2\na: 3\n", root -> {}))
                .extracting(ConfigProblem::toString)
                .contains("line 3: a: the key stands here twice");
    }

    @Test
    void refusesAliasesSoThatASmallFileStaysSmall() {
        String yaml = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n";
        assertThat(problems(yaml, root -> {})).isNotEmpty();
    }

    @Test
    void printsWhatIsInForceWithDefaultsAndMaskedSecrets() {
        Configuration configuration =
                Configuration.read(
                        "test.yaml",
                        "sources:\n  shop: {password: '${env:PASS}', limits: {timeout: 1m}}\n",
                        ENVIRONMENT);
        configuration
                .root()
                .sections("sources")
                .forEach((name, source) -> {
                    source.secret("password");
                    ConfigSection limits = source.section("limits");
                    limits.intBetween("max-rows", 1, 100, 10);
                    limits.durationBetween("timeout", "100ms", "10m", "30s");
                });
        configuration.finish();
        assertThat(configuration.effective())
                .isEqualTo(
                        """
                        sources:
                          shop:
                            password: '******'
                            limits:
                              max-rows: 10
                              timeout: 1m
                        """);
        assertThat(configuration.keys())
                .contains(new ConfigKey("sources.*.limits.max-rows", "number", "10", "1 to 100"));
    }

    private static String summary(
            String yaml, java.util.function.Function<ConfigSection, String> reader) {
        StringBuilder value = new StringBuilder();
        List<ConfigProblem> problems =
                problems(yaml + "\n", root -> value.append(reader.apply(root)));
        return problems.isEmpty() ? value.toString() : problems.getFirst().toString();
    }

    private static List<ConfigProblem> problems(String yaml, Consumer<ConfigSection> reader) {
        return Optional.ofNullable(
                        catchThrowableOfType(ConfigException.class, () -> read(yaml, reader)))
                .map(ConfigException::problems)
                .orElse(List.of());
    }

    private static void read(String yaml, Consumer<ConfigSection> reader) {
        Configuration configuration = Configuration.read("test.yaml", yaml, ENVIRONMENT);
        reader.accept(configuration.root());
        configuration.finish();
    }

    @Test
    void writesDurationsInTheirShortestForm() {
        assertThat(
                        List.of(
                                Durations.text(Duration.ofMillis(1500)),
                                Durations.text(Duration.ofSeconds(90)),
                                Durations.text(Duration.ofMinutes(10)),
                                Durations.text(Duration.ofHours(2))))
                .containsExactly("1500ms", "90s", "10m", "2h");
    }
}
