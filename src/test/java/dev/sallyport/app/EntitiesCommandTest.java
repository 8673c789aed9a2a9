package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.catalog.Entity;
import dev.sallyport.config.Configuration;
import dev.sallyport.config.Environment;
import dev.sallyport.testing.Golden;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EntitiesCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir Path folder;

    @Test
    void anImportedCopybookIsAConfigurationAsItIs() throws IOException {
        Path copybook = Path.of("src/test/resources/copybooks/CUSTOMER.cpy").toAbsolutePath();
        assertThat(run("entities", "import-copybook", copybook.toString(), "--source", "shop"))
                .isZero();
        List<Entity> entities = declared(out.toString(StandardCharsets.UTF_8));
        assertThat(entities)
                .extracting(Entity::name)
                .containsExactly("customer_record", "return_code_field");
        assertThat(entities.getFirst().source()).isEqualTo("shop");
        assertThat(entities.getFirst().columns())
                .hasSize(27)
                .containsEntry(
                        "OPENED_DATE", "date YYYYMMDD as a number; NUMERIC(8), unsigned, 8 bytes");
    }

    @Test
    void theTableOfOneRecordCanBeNamed() throws IOException {
        Files.writeString(folder.resolve("a.cpy"), "01 R.\n05 A PIC X.\n");
        assertThat(run("entities", "import-copybook", "a.cpy", "--table", "VSAM.dbo.R F")).isZero();
        assertThat(declared(out.toString(StandardCharsets.UTF_8)).getFirst().table())
                .isEqualTo("VSAM.dbo.R F");
        Files.writeString(folder.resolve("b.cpy"), "01 R.\n05 A PIC X.\n01 S.\n05 A PIC X.\n");
        assertThat(run("entities", "import-copybook", "b.cpy", "--table", "R"))
                .isEqualTo(CommandLineInterface.USAGE);
    }

    @Test
    void partsOfWordsAreReplaced() throws IOException {
        Files.writeString(
                folder.resolve("t.cpy"),
                "01 :TAG:-REC.\n05 :tag:-ID PIC X(:LEN:).\n05 (P)KIND PIC X VALUE ':TAG:'.\n");
        assertThat(
                        run(
                                "entities",
                                "import-copybook",
                                "t.cpy",
                                "--replacing",
                                ":TAG:=cust",
                                "--replacing",
                                ":LEN:=12",
                                "--replacing",
                                "(P)="))
                .isZero();
        assertThat(declared(out.toString(StandardCharsets.UTF_8)).getFirst().table())
                .isEqualTo("CUST_REC");
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("CUST_ID: 'CHAR(12)", "KIND:");
        for (String wrong : List.of("=x", "x", "a b=c", "a=b c")) {
            assertThat(run("entities", "import-copybook", "t.cpy", "--replacing", wrong))
                    .isEqualTo(CommandLineInterface.USAGE);
        }
    }

    @Test
    void whatCannotBeReadIsNamedWithFileLineAndColumnAndNothingIsPrinted() throws IOException {
        Files.writeString(
                folder.resolve("bad.cpy"),
                """
                       01  R.
                           05  A PIC X(3.
                           05  B PIC X(3) WRONG.
                """);
        assertThat(run("entities", "import-copybook", "bad.cpy"))
                .isEqualTo(CommandLineInterface.FAILED);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("bad.cpy:2:22: X(3 is no picture")
                .contains("bad.cpy:3:27: WRONG is not understood here");
        assertThat(run("entities", "import-copybook", "nowhere.cpy"))
                .isEqualTo(CommandLineInterface.FAILED);
    }

    @Test
    void aDraftOfALiveSchemaIsAConfigurationAsItIs() throws Exception {
        String url = "jdbc:h2:mem:drafts";
        try (Connection connection = DriverManager.getConnection(url, "sa", "")) {
            schema(connection);
            Files.writeString(
                    folder.resolve("sallyport.yaml"),
                    "sources:\n  shop: {url: '"
                            + url
                            + "', user: sa, denied-tables: [SECRETS], denied-columns:"
                            + " [PUBLIC.CUSTOMERS.SALARY]}\n");
            assertThat(run("entities", "draft")).as("%s", err).isZero();
            String yaml = out.toString(StandardCharsets.UTF_8);
            Golden.assertText("entities-draft.yaml", yaml);
            assertThat(yaml).doesNotContain("SECRETS", "SALARY");
            List<Entity> entities = declared(yaml);
            assertThat(entities)
                    .extracting(Entity::name)
                    .contains("customers", "order_lines", "sales_customers");
            out.reset();
            assertThat(run("entities", "draft", "--words", "line")).isZero();
            assertThat(declared(out.toString(StandardCharsets.UTF_8)))
                    .extracting(Entity::name)
                    .containsExactly("order_lines");
            out.reset();
            assertThat(run("entities", "draft", "--words", "unicorn"))
                    .isEqualTo(CommandLineInterface.FAILED);
            assertThat(run("entities", "draft", "--source", "nowhere"))
                    .isEqualTo(CommandLineInterface.USAGE);
        }
    }

    /** In a search and its details; the database's own words stand where nothing is declared. */
    @Test
    void whatIsDeclaredStandsBeforeWhatTheDatabaseSays() throws Exception {
        String url = "jdbc:h2:mem:declared_comments";
        try (Connection connection = DriverManager.getConnection(url, "sa", "")) {
            schema(connection);
            String yaml =
                    "sources:\n  shop: {url: '"
                            + url
                            + "', user: sa, denied-columns: [PUBLIC.CUSTOMERS.SALARY]}\n";
            try (ServedYaml server = ServedYaml.open(folder, yaml)) {
                assertThat(server.text("search_schema", "{\"table\":\"PUBLIC.CUSTOMERS\"}"))
                        .contains("\"comment\":\"Who buys: it's them\"", "first and last name");
            }
            String entities =
                    "entities:\n  clients: {table: PUBLIC.CUSTOMERS, description: Those who pay,"
                            + " columns: {ID: 'unicorn number', salary: 'hidden all the same'}}\n";
            try (ServedYaml server = ServedYaml.open(folder, yaml + entities)) {
                assertThat(server.text("search_schema", "{\"table\":\"PUBLIC.CUSTOMERS\"}"))
                        .contains("\"comment\":\"Those who pay\"", "\"comment\":\"unicorn number\"")
                        .contains("first and last name")
                        .doesNotContain("Who buys", "hidden");
                assertThat(server.text("search_schema", "{\"words\":\"unicorn\"}"))
                        .contains("\"name\":\"CUSTOMERS\"");
            }
        }
    }

    @Test
    void aSourceThatCannotBeReachedIsNamed() throws IOException {
        Files.writeString(
                folder.resolve("sallyport.yaml"),
                "sources:\n  gone: {url: 'jdbc:postgresql://127.0.0.1:1/gone', user: nobody}\n");
        assertThat(run("entities", "draft")).isEqualTo(CommandLineInterface.FAILED);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("gone: SP-401");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    private static void schema(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql :
                    List.of(
                            "CREATE TABLE customers (id INT PRIMARY KEY, full_name VARCHAR(40), salary INT)",
                            "COMMENT ON TABLE customers IS 'Who buys: it''s them'",
                            "COMMENT ON COLUMN customers.full_name IS 'first and last name'",
                            "CREATE TABLE orders (id INT PRIMARY KEY, customer_id INT REFERENCES customers,"
                                    + " paid_by INT REFERENCES customers)",
                            "CREATE TABLE order_lines (order_id INT REFERENCES orders, line_no INT, note"
                                    + " VARCHAR, PRIMARY KEY (order_id, line_no))",
                            "CREATE TABLE secrets (id INT PRIMARY KEY)",
                            "CREATE SCHEMA sales",
                            "CREATE TABLE sales.customers (\"Odd Name\" INT)")) {
                statement.execute(sql);
            }
        }
    }

    /** The entities of a text, once the rest of a configuration is put before it. */
    private static List<Entity> declared(String yaml) {
        String whole = "sources:\n  shop: {url: 'jdbc:h2:mem:none', user: sa}\n" + yaml;
        Environment environment = Environment.of(Map.of());
        GateConfig config =
                GateConfig.readWithoutInspection(
                        Configuration.read("draft.yaml", whole, environment), environment);
        config.sources().close();
        return config.tools().entities().all();
    }

    private int run(String... words) {
        return CommandLineInterface.run(
                words,
                new Terminal(
                        new ByteArrayInputStream(new byte[0]),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8)),
                folder);
    }
}
