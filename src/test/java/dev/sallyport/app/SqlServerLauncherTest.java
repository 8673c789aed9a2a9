package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.json.Json;
import dev.sallyport.json.JsonObject;
import dev.sallyport.testing.tds.H2Backend;
import dev.sallyport.testing.tds.ScriptedBackend;
import dev.sallyport.testing.tds.TdsAnswer;
import dev.sallyport.testing.tds.TdsColumn;
import dev.sallyport.testing.tds.TdsLogin;
import dev.sallyport.testing.tds.TdsParameter;
import dev.sallyport.testing.tds.TdsServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The calls of the MCP server for SQL Server, through the packaged product as a host starts it. */
@Tag("launcher")
class SqlServerLauncherTest {
    private static final String BYPASSED = "SQL_ALLOWED_DATABASES is not set";

    /** What a request asks for, and what its answer holds. */
    private record Call(String request, List<String> holds) {}

    private static final List<Call> CALLS =
            List.of(
                    call(
                            "execute_query",
                            "{\"query\":\"SELECT id FROM t ORDER BY id\",\"offset\":1,\"limit\":2}",
                            "\\\"results\\\":[{\\\"id\\\":2},{\\\"id\\\":3}]",
                            "\\\"has_more\\\":true,\\\"next_offset\\\":3"),
                    call(
                            "execute_query",
                            "{\"query\":\"SELECT id FROM t ORDER BY id\",\"offset\":3}",
                            "\\\"offset\\\":3,\\\"count\\\":2,\\\"has_more\\\":false"),
                    call(
                            "execute_query",
                            "{\"query\":\"SELECT name FROM t WHERE id = 1\"}",
                            "\"rows\":[[\"shop\"]]"),
                    call(
                            "execute_query",
                            "{\"query\":\"SELECT name FROM t WHERE id = 1\",\"database\":\"SALES\"}",
                            "\"rows\":[[\"sales\"]]"),
                    refused(
                            "execute_query",
                            "{\"query\":\"SELECT name FROM t\",\"database\":\"payroll\"}",
                            "SP-240",
                            "payroll"),
                    refused(
                            "execute_query",
                            "{\"query\":\"SELECT t.name FROM t JOIN [PayRoll].dbo.t p ON p.id = t.id\"}",
                            "SP-240",
                            "payroll"),
                    refused(
                            "execute_query",
                            "{\"query\":\"WITH x AS (SELECT name FROM payroll..t) SELECT name FROM x\","
                                    + "\"database\":\"sales\"}",
                            "SP-240",
                            "payroll"),
                    refused(
                            "execute_stored_procedure",
                            "{\"procedure\":\"dbo.restock\",\"parameters\":[]}",
                            "SP-247",
                            "sql_allowed_procedures"),
                    refused(
                            "execute_StoredProcedure",
                            "{\"procedure\":\"dbo.restock\"}",
                            "SP-247",
                            "sql_allowed_procedures"),
                    read("schema://shop", "shop", "\\\"name\\\":\\\"id\\\""),
                    read("schema://Sales", "sales", "\\\"name\\\":\\\"name\\\""),
                    read("schema://", "shop", "\\\"name\\\":\\\"id\\\""),
                    read("schema://payroll", "SP-240 PermissionError", "Database "));

    @TempDir Path folder;
    private final H2Backend databases = new H2Backend();
    private TdsServer server;

    @BeforeEach
    void start() throws Exception {
        for (String name : List.of("master", "shop", "sales", "payroll")) {
            databases.database(
                    name,
                    List.of(
                            "CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(20))",
                            "INSERT INTO t SELECT x, '" + name + "' FROM SYSTEM_RANGE(1, 5)",
                            "CREATE TABLE wages (id INT PRIMARY KEY)",
                            "INSERT INTO wages VALUES (4711)"));
            databases.procedure(name, "dbo.restock", SqlServerLauncherTest::restock);
            databases.procedure(name, "dbo.peek", SqlServerLauncherTest::restock);
        }
        server = new TdsServer(databases);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void theEnvironmentAloneMakesTheConfiguration() {
        check(run(variables(), requests()));
    }

    @Test
    void aDotEnvFileMakesTheConfiguration() throws IOException {
        Files.writeString(
                folder.resolve(".env"),
                variables().entrySet().stream()
                        .map(one -> one.getKey() + "=" + one.getValue() + "\n")
                        .collect(Collectors.joining()));
        check(run(Map.of(), requests()));
    }

    @Test
    void theProcessGoesBeforeTheDotEnvFile() throws IOException {
        Files.writeString(
                folder.resolve(".env"), "SQL_DATABASE=payroll\nSQL_ALLOWED_DATABASES=payroll\n");
        check(run(variables(), requests()));
    }

    @Test
    void withoutTheTwoVariablesMasterIsTheDefaultAndOneWarningSaysThatNothingIsChecked() {
        Map<String, String> variables = variables();
        variables.remove("SQL_DATABASE");
        variables.remove("SQL_ALLOWED_DATABASES");
        for (String list : List.of("unset", "", "  ")) {
            if (!list.equals("unset")) {
                variables.put("SQL_ALLOWED_DATABASES", list);
            }
            Launched run =
                    run(
                            variables,
                            query(1, "SELECT name FROM t WHERE id = 1", "")
                                    + query(
                                            2,
                                            "SELECT name FROM t WHERE id = 1",
                                            ",\"database\":\"payroll\""));
            assertThat(answers(run).get(1)).contains("\"rows\":[[\"master\"]]");
            assertThat(answers(run).get(2)).contains("\"rows\":[[\"payroll\"]]");
            assertThat(run.err().lines().filter(line -> line.contains(BYPASSED))).hasSize(1);
        }
    }

    /** The list and its procedures grant nothing: the server refuses what the login may not do. */
    @Test
    void theLoginsOwnRightsStillApply() throws Exception {
        databases.login("clerk", "shop", List.of("t"), List.of("dbo.peek"));
        Map<String, String> variables = variables();
        variables.put("SQL_USER", "clerk");
        variables.put("SQL_ALLOWED_PROCEDURES", "dbo.peek, dbo.restock");
        Launched run =
                run(
                        variables,
                        query(1, "SELECT name FROM t WHERE id = 1", "")
                                + query(2, "SELECT id FROM wages", "")
                                + query(3, "SELECT 1 AS one", ",\"database\":\"sales\"")
                                + procedure(4, "dbo.peek")
                                + procedure(5, "dbo.restock"));
        Map<Integer, String> answers = answers(run);
        assertThat(answers.get(1)).contains("\"rows\":[[\"shop\"]]");
        assertThat(answers.get(2))
                .contains("\"isError\":true", "SP-409", "error 229", "wages")
                .doesNotContain("4711");
        assertThat(answers.get(3)).contains("\"isError\":true", "login may not connect to it");
        assertThat(answers.get(4)).contains("\"outcome\":\"committed\"");
        assertThat(answers.get(5))
                .contains("\"isError\":true", "SP-409", "error 229", "EXECUTE permission");
        // The numbers are the server's, and it was asked for the database too.
        assertThat(server.logins()).extracting(TdsLogin::database).contains("sales");
    }

    /** The server has one error for a database that is not there and one that is closed. */
    @Test
    void aLoginThatIsRefusedIsSaidWithoutItsPassword() {
        Map<String, String> variables = variables();
        variables.put("SQL_ALLOWED_DATABASES", "shop, nowhere");
        Launched run = run(variables, query(1, "SELECT 1 AS one", ",\"database\":\"nowhere\""));
        assertThat(answers(run).get(1))
                .contains("\"isError\":true", "SP-405", "There is no database of this name");
        variables.put("SQL_PASSWORD", "another");
        run = run(variables, query(1, "SELECT 1 AS one", ""));
        assertThat(answers(run).get(1)).contains("\"isError\":true", "SP-406", "user or password");
        assertThat(run.out() + run.err()).doesNotContain("another");
    }

    /** By the tool's present name and by its former one, in the default database and in another. */
    @Test
    void proceduresOfTheListAreCalled() throws SQLException {
        Map<String, String> variables = variables();
        variables.put("SQL_ALLOWED_PROCEDURES", "dbo.restock, dbo.peek, sales.dbo.restock");
        variables.put("SQL_READ_ONLY_PROCEDURES", "dbo.peek");
        String restock =
                """
                {"procedure":"dbo.Restock","parameters":[{"name":"@name","type":"NVarChar(20)","value":"%s"},
                {"name":"total","type":"Decimal(18,2)","output":true}]%s}
                """;
        Launched run =
                run(
                        variables,
                        procedure(1, "execute_stored_procedure", restock.formatted("new", ""))
                                + procedure(
                                        2,
                                        "execute_StoredProcedure",
                                        restock.formatted("newer", ",\"database\":\"SALES\""))
                                + procedure(
                                        3,
                                        "execute_stored_procedure",
                                        restock.formatted("gone", "").replace("Restock", "peek")));
        assertThat(run.status()).as(run.err()).isZero();
        Map<Integer, String> answers = answers(run);
        for (int id = 1; id <= 3; id++) {
            assertThat(answers.get(id))
                    .doesNotContain("\"isError\":true")
                    .contains(
                            "\"rows\":[[1],[2]]",
                            "\"rows_affected\":[1]",
                            "\"output\":{\"total\":12.50}",
                            "\"return_value\":3");
        }
        assertThat(answers.get(1)).contains("\"outcome\":\"committed\"");
        assertThat(answers.get(2)).contains("\"outcome\":\"committed\"");
        assertThat(answers.get(3)).contains("\"outcome\":\"rolled_back\"");
        assertThat(firstName("shop")).isEqualTo("new");
        assertThat(firstName("sales")).isEqualTo("newer");
        assertThat(firstName("payroll")).isEqualTo("payroll");
        assertThat(run.err()).doesNotContain("newer", "gone", ScriptedBackend.PASSWORD);
    }

    /** Names the first row as its parameter says, and tells of it in every way there is. */
    private static void restock(
            Connection connection, List<TdsParameter> parameters, TdsAnswer answer)
            throws SQLException {
        answer.columns(new TdsColumn("id", "int"));
        answer.row(1L);
        answer.row(2L);
        answer.rowsDone(2);
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE t SET name = ? WHERE id = 1")) {
            for (TdsParameter parameter : parameters) {
                if (parameter.name().equals("@name")) {
                    update.setObject(1, parameter.value());
                    answer.changed(TdsAnswer.Command.UPDATE, update.executeUpdate());
                } else if (parameter.name().equals("@total")) {
                    answer.output(parameter, new BigDecimal("12.50"));
                }
            }
        }
        answer.returned(3);
    }

    private String firstName(String database) throws SQLException {
        try (Connection connection = databases.connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT name FROM t WHERE id = 1")) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static String procedure(int id, String tool, String arguments) {
        return ConnxReplay.request(
                        id,
                        "tools/call",
                        "\"name\":\"" + tool + "\",\"arguments\":" + arguments.replace("\n", ""))
                + "\n";
    }

    @Test
    void aDefaultDatabaseOutsideTheListStopsTheStart() {
        Map<String, String> variables = variables();
        variables.put("SQL_DATABASE", "payroll");
        Launched run = run(variables, requests());
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("SQL_ALLOWED_DATABASES", "payroll");
        assertThat(server.logins()).isEmpty();
    }

    @Test
    void theLevelOfTheLogIsTheOwners() {
        Map<String, String> variables = variables();
        String request = query(1, "SELECT name FROM t WHERE id = 1", "");
        assertThat(run(variables, request).err()).contains("Query OK").doesNotContain("TRACE");
        variables.put("LOG_LEVEL", "error");
        assertThat(run(variables, request).err()).doesNotContain("Query OK");
        variables.put("LOG_LEVEL", "Silly");
        assertThat(run(variables, request).err())
                .contains("TRACE", "Query OK")
                .doesNotContain("SELECT name", ScriptedBackend.PASSWORD);
        variables.put("SALLYPORT_LOG_LEVEL", "error");
        assertThat(run(variables, request).err()).doesNotContain("Query OK");
    }

    @Test
    void missingVariablesAreNamedTogether() {
        Launched run = run(Map.of("SQL_SERVER", "127.0.0.1"), "");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("not set: SQL_USER, SQL_PASSWORD");
    }

    private Map<String, String> variables() {
        return new HashMap<>(
                Map.of(
                        "SQL_SERVER", "127.0.0.1",
                        "SQL_PORT", String.valueOf(server.port()),
                        "SQL_USER", "reader",
                        "SQL_PASSWORD", ScriptedBackend.PASSWORD,
                        "SQL_DATABASE", "shop",
                        "SQL_ENCRYPT", "false",
                        "SQL_ALLOWED_DATABASES", "Shop , sales"));
    }

    private Launched run(Map<String, String> variables, String input) {
        return Launched.run(folder, variables, input, "stdio");
    }

    private void check(Launched run) {
        assertThat(run.status()).as(run.err()).isZero();
        Map<Integer, String> answers = answers(run);
        assertThat(answers).hasSize(CALLS.size());
        for (int i = 0; i < CALLS.size(); i++) {
            String answer = answers.getOrDefault(i + 1, "");
            for (String held : CALLS.get(i).holds()) {
                assertThat(answer.toLowerCase(Locale.ROOT))
                        .as(CALLS.get(i).request())
                        .contains(held.toLowerCase(Locale.ROOT));
            }
        }
        assertThat(run.err()).doesNotContain(BYPASSED, ScriptedBackend.PASSWORD);
        assertThat(server.logins())
                .extracting(TdsLogin::database)
                .isNotEmpty()
                .allMatch(name -> name.equalsIgnoreCase("shop") || name.equalsIgnoreCase("sales"));
        assertThat(server.log())
                .noneMatch(line -> line.toLowerCase(Locale.ROOT).contains("payroll"));
    }

    private static Map<Integer, String> answers(Launched run) {
        Map<Integer, String> answers = new LinkedHashMap<>();
        for (String line : run.out().lines().toList()) {
            JsonObject answer = (JsonObject) Json.parse(line);
            answers.put(Integer.valueOf(Json.text(answer.member("id").orElseThrow())), line);
        }
        return answers;
    }

    private static String requests() {
        StringBuilder input = new StringBuilder();
        for (int i = 0; i < CALLS.size(); i++) {
            Call call = CALLS.get(i);
            boolean tool = call.request().startsWith("\"name\"");
            input.append(
                            ConnxReplay.request(
                                    i + 1, tool ? "tools/call" : "resources/read", call.request()))
                    .append('\n');
        }
        return input.toString();
    }

    private static String query(int id, String sql, String more) {
        return ConnxReplay.request(
                        id,
                        "tools/call",
                        "\"name\":\"execute_query\",\"arguments\":{\"query\":\""
                                + sql
                                + "\""
                                + more
                                + "}")
                + "\n";
    }

    private static String procedure(int id, String name) {
        return ConnxReplay.request(
                        id,
                        "tools/call",
                        "\"name\":\"execute_stored_procedure\",\"arguments\":{\"procedure\":\""
                                + name
                                + "\"}")
                + "\n";
    }

    private static Call call(String tool, String arguments, String... holds) {
        return new Call("\"name\":\"" + tool + "\",\"arguments\":" + arguments, List.of(holds));
    }

    private static Call refused(String tool, String arguments, String code, String named) {
        return call(
                tool,
                arguments,
                "\"isError\":true",
                code,
                "\"error_type\":\"PermissionError\"",
                named);
    }

    private static Call read(String uri, String... holds) {
        return new Call("\"uri\":\"" + uri + "\"", List.of(holds));
    }
}
