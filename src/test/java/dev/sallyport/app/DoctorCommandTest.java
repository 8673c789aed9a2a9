package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.json.Json;
import dev.sallyport.json.JsonObject;
import dev.sallyport.source.TestH2;
import dev.sallyport.testing.Golden;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoctorCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir Path folder;

    @BeforeEach
    void prepare() throws SQLException, IOException {
        TestH2.run(
                folder,
                "shop",
                "CREATE TABLE orders (id INT)",
                "CREATE USER reader PASSWORD ''",
                "GRANT SELECT ON SCHEMA public TO reader",
                "CREATE USER writer PASSWORD ''",
                "GRANT INSERT ON orders TO writer");
        Files.writeString(
                folder.resolve("sallyport.yaml"),
                """
                sources:
                  good: {url: 'URL', user: reader, writes: true}
                  fair: {url: 'URL', user: writer, writes: true}
                  bad: {url: 'URL', user: sa, writes: true}
                """
                        .replace("URL", TestH2.url(folder, "shop")));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    doctor                              | 0
                    doctor --min-grade F                | 0
                    doctor --min-grade D                | 1
                    doctor --min-grade D --source fair  | 0
                    doctor --min-grade C --source fair  | 0
                    doctor --min-grade B --source fair  | 1
                    doctor --min-grade A --source good  | 0
                    doctor --min-grade A --json         | 1
                    """)
    void exitsWith1BelowTheGradeThatIsAskedFor(String arguments, int status) {
        assertThat(run(arguments.split(" "))).isEqualTo(status);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void printsAGradeWithReasonsAndTheSqlThatMendsIt() {
        run("doctor", "--min-grade", "B");
        Golden.assertText("doctor.txt", out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void saysOfWhatCouldNotBeLookedAtThatItIsNotKnown() throws SQLException {
        TestH2.run(
                folder,
                "shop",
                "CREATE TRIGGER noisy BEFORE DELETE ON orders CALL"
                        + " 'dev.sallyport.source.H2RightsTest$Noisy'");
        assertThat(run("doctor", "--source", "good", "--min-grade", "B")).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("grade C (below B), not known to be better")
                .contains("  C  not known whether it can change rows of tables")
                .endsWith(": PUBLIC.ORDERS" + System.lineSeparator() + recipe());
    }

    private static String recipe() {
        return String.join(
                System.lineSeparator(),
                "  Or make a login for it that only reads:",
                "     CREATE USER sallyport_reader PASSWORD '<password>';",
                "     GRANT SELECT ON SCHEMA PUBLIC TO sallyport_reader;",
                "",
                "");
    }

    @Test
    void aSourceThatThereIsNotIsWrongUsage() {
        assertThat(run("doctor", "--source", "nowhere")).isEqualTo(CommandLineInterface.USAGE);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("there is no source nowhere");
    }

    @Test
    void printsJson() {
        run("doctor", "--json");
        assertThat(Json.parse(out.toString(StandardCharsets.UTF_8))).isInstanceOf(JsonObject.class);
        Golden.assertText("doctor.json", out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void anOwnersMinimumHoldsWhereNoneIsAskedFor() throws IOException {
        Path file = folder.resolve("sallyport.yaml");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("user: writer,", "user: writer, attest: true, min-grade: B,"));
        assertThat(run("doctor")).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("grade C (below B)");
        assertThat(run("doctor", "--source", "bad")).isZero();
    }

    @Test
    void aSourceThatCannotBeReachedFailsAndLeavesTheOthers() throws IOException {
        Path file = folder.resolve("sallyport.yaml");
        Files.writeString(
                file,
                Files.readString(file)
                        + "  gone: {url: 'jdbc:postgresql://127.0.0.1:1/none', user: nobody}\n"
                        + "  last: {url: 'jdbc:h2:mem:last', user: sa}\n");
        assertThat(run("doctor")).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("gone  PostgreSQL: no grade, SP-401 the data source cannot be reached")
                .contains("last  H2, login SA: grade F");
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
