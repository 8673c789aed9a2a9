package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sallyport.config.ConfigException;
import dev.sallyport.config.ConfigProblem;
import dev.sallyport.json.Json;
import dev.sallyport.tool.ToolChecks;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Declared tools that change data. */
class DeclaredChangesTest {
    private static final String URL = "jdbc:h2:mem:declared_changes";

    private static final String SOURCE =
            """
            sources:
              shop:
                url: jdbc:h2:mem:declared_changes
                user: sa
                writes: ${writes}
                idempotency-table: keys
                limits: {max-affected-rows: 5}
            """;

    private static final String TOOLS =
            """
            tools:
              move_customers:
                description: Moves customers to another city.
                parameters:
                  ids: {type: integer, array: true}
                  city: {trim: true, map: {Vienna: Wien}, enum: [Wien, Graz]}
                  state: {required: false}
                legacy: {echo: [city], count: affected}
                sql: |
                  -- an owner's comment
                  UPDATE customers SET city = :city [[ , state = :state ]] WHERE id IN (:ids)
                examples:
                  elsewhere: {arguments: {ids: '[1]', city: Rome}, code: SP-101}
              remove_customer:
                description: Removes a customer.
                parameters: {id: {type: integer}}
                max-affected-rows: 1
                annotations: {idempotent: true}
                sql: DELETE FROM customers WHERE id >= :id
              add_customer:
                description: Adds a customer.
                parameters: {id: {type: integer}, city: {default: Linz}}
                annotations: {destructive: false}
                sql: INSERT INTO customers (id, city) VALUES (:id, :city)
              cities:
                description: The cities.
                sql: SELECT DISTINCT city FROM customers
            """;

    @TempDir Path state;

    private Connection past;

    @BeforeEach
    void fill() throws SQLException {
        past = DriverManager.getConnection(URL, "sa", "");
        try (Statement statement = past.createStatement()) {
            statement.execute(
                    "CREATE TABLE customers (id INT PRIMARY KEY, city VARCHAR(20), state CHAR(2))");
            statement.execute(
                    """
                    CREATE TABLE keys (
                      caller VARCHAR(200) NOT NULL, idempotency_key VARCHAR(200) NOT NULL,
                      fingerprint VARCHAR(64) NOT NULL, affected_rows BIGINT NOT NULL,
                      created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL,
                      PRIMARY KEY (caller, idempotency_key))
                    """);
            statement.execute("INSERT INTO customers VALUES (1, 'A', 'x'), (2, 'B', 'x')");
        }
    }

    @AfterEach
    void drop() throws SQLException {
        past.close();
    }

    private static String yaml(boolean writes, String tools) {
        return SOURCE.replace("${writes}", String.valueOf(writes)) + tools;
    }

    private String seen() throws SQLException {
        try (Statement statement = past.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT LISTAGG(id || city || TRIM(state), ' ') WITHIN GROUP (ORDER"
                                        + " BY id) FROM customers")) {
            rows.next();
            return String.valueOf(rows.getString(1));
        }
    }

    @Test
    void changesAreMadeOnTheWayOfEveryChange() throws Exception {
        try (ServedYaml server = ServedYaml.open(state, yaml(true, TOOLS))) {
            assertThat(server.text("move_customers", "{\"ids\":[1,2,9],\"city\":\" vienna \"}"))
                    .isEqualTo("{\"city\":\" vienna \",\"affected\":2}");
            assertThat(seen()).isEqualTo("1Wienx 2Wienx");
            assertThat(
                            server.text(
                                    "move_customers",
                                    "{\"ids\":[2],\"city\":\"Graz\",\"state\":\"y\"}"))
                    .contains("\"affected\":1");
            assertThat(seen()).isEqualTo("1Wienx 2Grazy");
            assertThat(server.text("add_customer", "{\"id\":3}"))
                    .isEqualTo("{\"outcome\":\"committed\",\"affected_rows\":1}");
            assertThat(server.text("add_customer", "{\"id\":3}")).startsWith("SP-431");
            // More than the tool may change.
            assertThat(server.text("remove_customer", "{\"id\":2}")).startsWith("SP-433");
            assertThat(server.text("remove_customer", "{\"id\":3}"))
                    .isEqualTo("{\"outcome\":\"committed\",\"affected_rows\":1}");
            assertThat(server.text("move_customers", "{\"ids\":[],\"city\":\"Graz\"}"))
                    .startsWith("SP-101");
            assertThat(server.text("move_customers", "{\"ids\":[1],\"city\":\"Rome\"}"))
                    .startsWith("SP-101");
            assertThat(seen()).isEqualTo("1Wienx 2Grazy");
        }
    }

    @Test
    void aKeyMakesADeclaredChangeOnce() throws Exception {
        try (ServedYaml server = ServedYaml.open(state, yaml(true, TOOLS))) {
            String call = "{\"id\":7,\"idempotency_key\":\"k1\"}";
            assertThat(server.text("add_customer", call)).doesNotContain("replayed");
            assertThat(server.text("add_customer", call)).contains("\"replayed\":true");
            assertThat(server.text("add_customer", "{\"id\":8,\"idempotency_key\":\"k1\"}"))
                    .startsWith("SP-435");
        }
    }

    @Test
    void hintsSayThatTheToolChanges() {
        try (ServedYaml server = ServedYaml.open(state, yaml(true, TOOLS))) {
            String list = Json.text(server.result("tools/list", "{}"));
            assertThat(annotations(list, "move_customers"))
                    // What is left out is what the protocol takes for granted: it destroys.
                    .doesNotContain("readOnlyHint", "destructiveHint", "idempotentHint");
            assertThat(annotations(list, "remove_customer")).contains("\"idempotentHint\":true");
            assertThat(annotations(list, "add_customer")).contains("\"destructiveHint\":false");
            assertThat(annotations(list, "cities")).contains("\"readOnlyHint\":true");
        }
    }

    private static String annotations(String list, String tool) {
        int from = list.indexOf("\"annotations\"", list.indexOf("\"name\":\"" + tool + "\""));
        return list.substring(from, list.indexOf('}', from));
    }

    @Test
    void withoutTheSwitchTheyAreNotThere() throws Exception {
        try (ServedYaml server = ServedYaml.open(state, yaml(false, TOOLS))) {
            assertThat(Json.text(server.result("tools/list", "{}")))
                    .contains("\"cities\"")
                    .doesNotContain("move_customers", "remove_customer", "add_customer");
            assertThat(
                            server.request(
                                            "tools/call",
                                            "{\"name\":\"add_customer\",\"arguments\":{\"id\":5}}")
                                    .object("error"))
                    .isPresent();
            assertThat(seen()).isEqualTo("1Ax 2Bx");
        }
    }

    @Test
    void examplesOfAChangeAreTriedAndNeverMade() throws Exception {
        try (ServedYaml server = ServedYaml.open(state, yaml(true, TOOLS))) {
            assertThat(server.gate().toolChecks(server.config().tools()))
                    .hasSize(5)
                    .allSatisfy(check -> assertThat(check.problem()).isEmpty());
        }
        String wrong = TOOLS.replace("city: Rome}", "city: Graz}");
        try (ServedYaml server = ServedYaml.open(state, yaml(true, wrong))) {
            assertThat(server.gate().toolChecks(server.config().tools()))
                    .filteredOn(check -> check.problem().isPresent())
                    .singleElement()
                    .isEqualTo(
                            new ToolChecks.Check(
                                    "move_customers / elsewhere",
                                    Optional.of("it was not refused")));
        }
        assertThat(seen()).isEqualTo("1Ax 2Bx");
    }

    @Test
    void aTypoIsFoundByTheSourceItself() {
        String typo =
                """
                tools:
                  typo: {description: A typo., parameters: {a: {}}, sql: UPDATE customers SET citty = :a WHERE id = 1}
                  read: {description: A typo., sql: SELECT citty FROM customers}
                  fine: {description: None., sql: SELECT city FROM customers}
                """;
        try (ServedYaml server = ServedYaml.open(state, yaml(true, typo))) {
            assertThat(server.gate().unpreparedTools(server.config().tools()))
                    .containsOnly(Map.entry("typo", "SP-405"), Map.entry("read", "SP-405"));
        }
    }

    /** Calls will tell; the log need not. */
    @Test
    void aSourceThatCannotBeReachedIsNotSpokenOf() {
        String yaml =
                """
                sources:
                  gone: {url: 'jdbc:postgresql://127.0.0.1:1/gone', user: nobody}
                tools:
                  one: {description: One., sql: SELECT a FROM b}
                  two: {description: Two., sql: SELECT a FROM b}
                """;
        try (ServedYaml server = ServedYaml.open(state, yaml)) {
            assertThat(server.gate().unpreparedTools(server.config().tools())).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    result: value, sql: DELETE FROM customers WHERE id = :id                      | is for statements that read
                    max-rows: 3, sql: DELETE FROM customers WHERE id = :id                        | is for statements that read
                    annotations: {read-only: true}, sql: DELETE FROM customers WHERE id = :id     | the statement changes data
                    max-affected-rows: 6, sql: DELETE FROM customers WHERE id = :id               | allowed: 1 to 5
                    examples: {a: {row-count: 1}}, sql: DELETE FROM customers WHERE id = :id      | tried and never made
                    sql: 'DELETE FROM customers WHERE id = :id; DELETE FROM customers'            | SP-203
                    sql: 'MERGE INTO customers KEY (id) VALUES (:id)'                             | SP-20
                    sql: 'WITH a AS (SELECT 1) DELETE FROM customers WHERE id = :id'              | SP-20
                    sql: 'SELECT id FROM customers WHERE id = :id AND id IN (DELETE FROM customers)' | SP-20
                    """)
    void whatDoesNotFitAChangeIsAProblem(String keys, String problem) {
        String tools =
                "tools:\n  one: {description: One., parameters: {id: {type: integer}}, "
                        + keys
                        + "}\n";
        assertThat(problems(yaml(true, tools))).singleElement().asString().contains(problem);
    }

    /** A model that leaves an argument out must not come to change all there is. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM customers [[ WHERE id = :id ]]",
                "DELETE FROM customers WHERE 1 = 1 [[ AND id = :id ]]",
                "UPDATE customers SET city = 'Graz' WHERE TRUE [[ AND id = :id ]] [[ AND city = :city ]]",
                "UPDATE customers SET city = 'Graz' [[ , state = :city ]] [[ WHERE id = :id ]]",
            })
    void aBlockMayNotHoldTheOnlyCondition(String sql) throws Exception {
        String tools =
                """
                tools:
                  one:
                    description: One.
                    parameters: {id: {type: integer, required: false}%s}
                    sql: %s
                """
                        .formatted(sql.contains(":city") ? ", city: {required: false}" : "", sql);
        assertThat(problems(yaml(true, tools))).singleElement().asString().contains("SP-304");
        assertThat(problems(yaml(false, tools))).singleElement().asString().contains("SP-304");
        String allowed =
                yaml(true, tools)
                        .replace("writes: true", "writes: true\n    writes-without-where: true");
        try (ServedYaml server = ServedYaml.open(state, allowed)) {
            assertThat(server.text("one", "{\"id\":7}")).contains("\"affected_rows\":0");
            assertThat(server.text("one", "{}")).contains("\"affected_rows\":2");
        }
    }

    /** What a block leaves is the owner's condition, and the cap holds whatever it is. */
    @Test
    void aBlockMayNarrowACondition() throws Exception {
        String tools =
                """
                tools:
                  one:
                    description: One.
                    parameters: {id: {type: integer, required: false}}
                    max-affected-rows: 1
                    sql: DELETE FROM customers WHERE state = 'x' [[ AND id = :id ]]
                """;
        try (ServedYaml server = ServedYaml.open(state, yaml(true, tools))) {
            assertThat(server.text("one", "{}")).startsWith("SP-433");
            assertThat(server.text("one", "{\"id\":null}")).startsWith("SP-433");
            assertThat(server.text("one", "{\"id\":1}")).contains("\"affected_rows\":1");
            assertThat(seen()).isEqualTo("2Bx");
        }
    }

    private List<String> problems(String yaml) {
        return catchThrowableOfType(ConfigException.class, () -> ServedYaml.open(state, yaml))
                .problems()
                .stream()
                .map(ConfigProblem::toString)
                .toList();
    }
}
