package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.testing.Golden;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineInterfaceTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "stdio",
                "serve",
                "config",
                "tools",
                "entities",
                "check",
                "audit",
                "doctor",
                "driver",
                "warmup"
            })
    void theHelpOfEachCommandIsAContract(String command) {
        assertThat(run(command, "--help")).isZero();
        Golden.assertText("help-" + command + ".txt", out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void theHelpNamesEveryCommand() {
        assertThat(run("--help")).isZero();
        Golden.assertText("help.txt", out.toString(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nope",
                "--nope",
                "stdio --nope",
                "stdio --demo --config x.yaml",
                "config extra",
                "serve --port x",
                "serve --port 65536",
                "check",
                "check SELECT",
                "check --dialect klingon SELECT",
                "check --dialect h2 --tool destroy SELECT",
                "check --dialect h2 --cases x.jsonl SELECT",
                "audit",
                "audit destroy",
                "audit verify one.jsonl two.jsonl",
                "tools",
                "tools nope",
                "tools test one.yaml two.yaml",
                "tools test one.yaml --demo",
                "tools test one.yaml --config two.yaml",
                "entities",
                "entities import-copybook",
                "entities import-copybook a.cpy b.cpy",
                "entities draft more",
                "entities import-copybook a.cpy --format punched",
                "driver",
                "driver add",
                "driver add nope",
                "driver list more",
                "doctor --min-grade E"
            })
    void aWrongFlagPrintsUsageAndExitsWith2(String arguments) {
        assertThat(run(arguments.split(" "))).isEqualTo(CommandLineInterface.USAGE);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("Usage: sallyport");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void aMissingConfigurationSaysHowToGiveOne() {
        assertThat(run("config")).isEqualTo(CommandLineInterface.FAILED);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("--config FILE")
                .contains("SALLYPORT_CONFIG")
                .contains("--demo");
    }

    @Test
    void aConfigurationThatIsNotThereIsNamed() {
        assertThat(run("config", "--config", "nowhere.yaml"))
                .isEqualTo(CommandLineInterface.FAILED);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("nowhere.yaml")
                .contains("no such file");
    }

    @Test
    void printsTheConfigurationInForce() throws IOException {
        Files.writeString(
                folder.resolve("sallyport.yaml"),
                "sources:\n  shop: {url: 'jdbc:postgresql://127.0.0.1:5432/shop', password: '${env:PATH}'}\n");
        assertThat(run("config")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("max-rows: 1000")
                .contains("password: '******'")
                .doesNotContain(System.getenv("PATH"));
    }

    /** Both say the same: what fails, and by its exit status that something does. */
    @ParameterizedTest
    @ValueSource(strings = {"tools test shop.yaml", "tools test --config shop.yaml"})
    void toolsOfAFileAreTried(String arguments) throws IOException {
        Files.writeString(
                folder.resolve("shop.yaml"),
                """
                sources:
                  shop: {url: 'jdbc:h2:mem:tools', user: sa}
                tools:
                  one:
                    description: One.
                    sql: SELECT 1 AS n
                    examples: {right: {rows: '[[1]]'}, wrong: {rows: '[[2]]'}}
                  typo:
                    description: A table that is not there.
                    sql: SELECT n FROM nowhere
                """);
        Files.writeString(folder.resolve(".env"), "SALLYPORT_STATE=" + folder.resolve("state"));
        assertThat(run(arguments.split(" "))).isEqualTo(CommandLineInterface.FAILED);
        assertThat(out.toString(StandardCharsets.UTF_8).lines().toList())
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("ok      one"),
                        line -> assertThat(line).isEqualTo("ok      one / right"),
                        line ->
                                assertThat(line)
                                        .isEqualTo(
                                                "FAILED  one / wrong: it gave other rows than the"
                                                        + " example says"),
                        line -> assertThat(line).startsWith("FAILED  typo: SP-405"),
                        line -> assertThat(line).isEqualTo("2 of 4 checks failed"));
    }

    /** 2 is 2.00, an exact number may be a text, and NULL is nothing else. */
    @Test
    void rowsOfAnExampleAreComparedByTheirValues() throws IOException {
        Files.writeString(
                folder.resolve("shop.yaml"),
                """
                sources:
                  shop: {url: 'jdbc:h2:mem:tools', user: sa}
                tools:
                  one:
                    description: One.
                    sql: |
                      SELECT * FROM (VALUES (1.50, 2, CAST(NULL AS INT), 9007199254740993, '5'),
                        (3, 4, 0, 5, '')) AS t (a, b, c, d, e) ORDER BY a
                    examples:
                      same: {rows: '[[1.5, 2.0, null, 9007199254740993, "5"], [3.00, 4e0, 0, 5, ""]]'}
                      order: {rows: '[[3, 4, 0, 5, ""], [1.5, 2, null, 9007199254740993, "5"]]'}
                      rounded: {rows: '[[1.5, 2, null, 9007199254740992, "5"], [3, 4, 0, 5, ""]]'}
                      nothing: {rows: '[[1.5, 2, 0, 9007199254740993, "5"], [3, 4, 0, 5, ""]]'}
                      number: {rows: '[[1.5, 2, null, 9007199254740993, 5], [3, 4, 0, 5, ""]]'}
                      fewer: {rows: '[[1.5, 2, null, 9007199254740993, "5"]]'}
                      narrower: {rows: '[[1.5, 2, null, 9007199254740993], [3, 4, 0, 5]]'}
                      refused: {code: SP-101}
                      unknown: {arguments: {nope: 1}, row-count: 2}
                  two: {description: Two., result: value, sql: "SELECT 1 AS a, 2 AS b"}
                """);
        Files.writeString(folder.resolve(".env"), "SALLYPORT_STATE=" + folder.resolve("state"));
        assertThat(run("tools", "test", "shop.yaml")).isEqualTo(CommandLineInterface.FAILED);
        assertThat(out.toString(StandardCharsets.UTF_8).lines().toList())
                .contains("ok      one / same", "9 of 11 checks failed")
                .contains(
                        "FAILED  two: its result is a value, and its statement has 2 columns",
                        "FAILED  one / refused: it was to be refused with SP-101")
                .filteredOn(line -> line.contains("other rows"))
                .hasSize(6);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'a: [b' | broken YAML",
                "'just a text' | keys with values",
                "'' | at least one source is needed",
                "'sources: {shop: {url: ''jdbc:h2:mem:tools''}}\ntoolsets: {a: [nowhere]}' | there is no tool nowhere",
            })
    void aFileThatIsNoConfigurationIsNamed(String text, String problem) throws IOException {
        Files.writeString(folder.resolve("shop.yaml"), text.replace("\\n", "\n"));
        assertThat(run("tools", "test", "shop.yaml")).isEqualTo(CommandLineInterface.FAILED);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("shop.yaml", problem);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void aMissingCaseFileIsNamed() {
        assertThat(run("check", "--cases", "nowhere.jsonl")).isEqualTo(CommandLineInterface.FAILED);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("nowhere.jsonl");
    }

    @Test
    void aCaseFileThatIsNoTextIsAnError() throws IOException {
        Path file = Files.write(folder.resolve("cases.jsonl"), new byte[] {'"', (byte) 0xff, '"'});
        assertThat(run("check", "--cases", file.toString())).isEqualTo(CommandLineInterface.FAILED);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("cases.jsonl cannot be read as UTF-8 text");
    }

    private int run(String... arguments) {
        Terminal terminal =
                new Terminal(
                        new ByteArrayInputStream(new byte[0]),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8));
        return CommandLineInterface.run(arguments, terminal, folder);
    }
}
