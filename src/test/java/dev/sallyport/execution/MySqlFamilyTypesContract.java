package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.call.CallContext;
import dev.sallyport.call.Caller;
import dev.sallyport.call.Cancellation;
import dev.sallyport.call.Deadline;
import dev.sallyport.config.DataSize;
import dev.sallyport.json.Json;
import dev.sallyport.json.JsonString;
import dev.sallyport.result.Column;
import dev.sallyport.result.ResultRows;
import dev.sallyport.source.Source;
import dev.sallyport.source.Sources;
import dev.sallyport.source.TestMySql;
import dev.sallyport.sql.SqlParameter;
import dev.sallyport.sql.StatementClass;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The rules of {@code docs/types.md} for MySQL and MariaDB: every value of {@code types/mysql.txt}
 * is stored in a column of its type, read, and found again by the text that was read, written as a
 * literal and bound to a placeholder.
 */
abstract class MySqlFamilyTypesContract extends TypesContract {
    private static final TimeZone ZONE = TimeZone.getDefault();

    private final TestMySql server;
    private final StatementExecutor executor = new StatementExecutor();
    private Sources sources = new Sources(List.of());

    MySqlFamilyTypesContract(TestMySql server) {
        this.server = server;
    }

    /** One value: what is written into the statement that stores it, and the JSON that is read. */
    private record Sample(String literal, String json) {}

    @Override
    Source source() {
        if (sources.all().isEmpty()) {
            try {
                sources =
                        new Sources(
                                List.of(
                                        server.source(
                                                "edges",
                                                server.url(
                                                        server.newDatabase(
                                                                "CREATE TABLE one (id INTEGER)",
                                                                "CREATE TABLE two (id INTEGER)")),
                                                2)));
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        }
        return sources.all().getFirst();
    }

    @Override
    StatementExecutor executor() {
        return executor;
    }

    @Override
    Optional<String> twoTables() {
        return Optional.of("SELECT one.id, two.id FROM one, two");
    }

    /** Beside those of {@code types/mysql.txt}, which are stored in columns of their types. */
    @Override
    EdgeValues edgeValues() {
        EdgeValues values =
                new EdgeValues(
                        text -> text.replace("\\", "\\\\").replace("'", "''"),
                        "CAST(NULL AS %s)",
                        "CAST(? AS %s)");
        values.cast("SIGNED").signed(64);
        values.cast("UNSIGNED").unsigned(64);
        values.cast("DECIMAL(65,30)").decimals(65, 30);
        values.cast("DECIMAL(38,10)").decimals(38, 10);
        values.cast("DECIMAL(5,2)").decimals(5, 2);
        values.cast("CHAR(99)").texts();
        values.type("BINARY", "x'%s'").unbound().binary("").binaries();
        values.cast("DATE").dates(LocalDate.MIN);
        values.cast("TIME(6)").times(6).same("-838:59:59", "26:00:00.123456");
        values.cast("TIME").times(0);
        values.cast("DATETIME(6)").timestamps(6, LocalDate.MIN);
        values.cast("DATETIME").timestamps(0, LocalDate.MIN);
        return values;
    }

    @Test
    void doublesArriveAsTheyAreStored() {
        EdgeValues doubles = new EdgeValues(text -> text, "", "(? + 0E0)");
        doubles.type("DOUBLE", "('%s' + 0E0)").doubles(true);
        assertArriveAndAreFoundAgain(doubles.all());
    }

    /** Whether the server has a type. */
    protected abstract boolean has(String type);

    @AfterEach
    final void close() {
        executor.close();
        sources.close();
        TimeZone.setDefault(ZONE);
    }

    /** In Berlin and in New York there are times that the clock skips. */
    @ParameterizedTest
    @ValueSource(strings = {"Asia/Kolkata", "Europe/Berlin", "America/New_York"})
    void arrivesAsItIsStored(String zone) throws Exception {
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        Map<String, List<Sample>> types = types();
        open(types);
        SoftAssertions softly = new SoftAssertions();
        int number = 0;
        for (Map.Entry<String, List<Sample>> type : types.entrySet()) {
            number++;
            String json =
                    type.getValue().stream().map(Sample::json).collect(Collectors.joining("],["));
            softly.assertThat(rows("SELECT v FROM t" + number + " ORDER BY id").rows().toString())
                    .as(type.getKey())
                    .isEqualTo("[[" + json + "]]");
        }
        softly.assertAll();
    }

    @Test
    void isFoundAgainByWhatWasRead() throws Exception {
        Map<String, List<Sample>> types = types();
        open(types);
        SoftAssertions softly = new SoftAssertions();
        int number = 0;
        int found = 0;
        for (Map.Entry<String, List<Sample>> type : types.entrySet()) {
            number++;
            if (!isComparable(type.getKey())) {
                continue;
            }
            List<Sample> samples = type.getValue();
            for (int id = 1; id <= samples.size(); id++) {
                String json = samples.get(id - 1).json();
                String text = Json.parse(json) instanceof JsonString(String value) ? value : json;
                if (json.equals("null") || text.indexOf(0) >= 0) {
                    // A statement holds no NUL character.
                    continue;
                }
                String sql =
                        "SELECT COUNT(*) AS c FROM t" + number + " WHERE id = " + id + " AND v = ";
                boolean exact = isNumeric(type.getKey());
                String literal =
                        exact ? text : "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
                SqlParameter parameter =
                        exact
                                ? new SqlParameter.Numeric(new BigDecimal(text))
                                : new SqlParameter.Text(text);
                softly.assertThat(rows(sql + literal).rows().toString())
                        .as("%s = %s", type.getKey(), literal)
                        .isEqualTo("[[1]]");
                softly.assertThat(rows(sql + "?", parameter).rows().toString())
                        .as("%s = ? with %s", type.getKey(), text)
                        .isEqualTo("[[1]]");
                found++;
            }
        }
        softly.assertAll();
        assertThat(found).isGreaterThan(150);
    }

    @Test
    void namesManyTypesAndValues() throws IOException {
        Map<String, List<Sample>> types = types();
        assertThat(types).hasSizeGreaterThanOrEqualTo(25);
        assertThat(types.values().stream().mapToInt(List::size).sum()).isGreaterThanOrEqualTo(300);
    }

    @Test
    void saysOfAColumnWhatIsNotPlain() throws SQLException {
        String database =
                server.newDatabase(
                        "CREATE TABLE n (b BIGINT UNSIGNED NOT NULL, t TIMESTAMP NULL, d DATETIME NULL,"
                                + " g GEOMETRY, v VARBINARY(9), f DECIMAL(12, 3), c CHAR(7))",
                        "INSERT INTO n VALUES (18446744073709551615, '2024-01-01 00:00:00',"
                                + " '2024-01-01 00:00:00', GeomFromText('POINT(1 2)'), 'x', 1, 'c')");
        sources = new Sources(List.of(server.source("notes", server.url(database), 1)));
        List<Column> columns = rows("SELECT b, t, d, g, v, f, c FROM n").columns();
        assertThat(columns)
                .extracting(column -> column.note().orElse(""))
                .containsExactly(
                        "numbers that JSON readers round are strings",
                        "in UTC",
                        "",
                        "base64; SRID and WKB of a geometry, ST_AsText shows it as text",
                        "base64",
                        "",
                        "");
        assertThat(columns.getFirst().nullable()).contains(false);
        assertThat(columns.get(1).nullable()).contains(true);
        assertThat(columns.get(5).precision()).hasValue(12);
        assertThat(columns.get(5).scale()).hasValue(3);
        assertThat(columns.get(6).precision()).hasValue(7);
    }

    private Map<String, List<Sample>> types() throws IOException {
        Map<String, List<Sample>> types = new LinkedHashMap<>();
        try (InputStream in =
                MySqlFamilyTypesContract.class.getResourceAsStream("/types/mysql.txt")) {
            assertThat(in).isNotNull();
            String type = "";
            for (String line :
                    new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                if (!line.startsWith(" ")) {
                    type = line.strip();
                } else if (has(type)) {
                    String[] parts = line.strip().split(" => ", -1);
                    types.computeIfAbsent(type, ignored -> new ArrayList<>())
                            .add(new Sample(parts[0].strip(), parts[1].strip()));
                }
            }
        }
        return types;
    }

    private void open(Map<String, List<Sample>> types) throws SQLException {
        List<String> statements = new ArrayList<>();
        statements.add("SET time_zone = '+00:00'");
        int number = 0;
        for (Map.Entry<String, List<Sample>> type : types.entrySet()) {
            number++;
            statements.add(
                    "CREATE TABLE t" + number + " (id INT PRIMARY KEY, v " + type.getKey() + ")");
            int id = 0;
            for (Sample sample : type.getValue()) {
                id++;
                statements.add(
                        "INSERT INTO t"
                                + number
                                + " VALUES ("
                                + id
                                + ", "
                                + sample.literal()
                                + ")");
            }
        }
        String database = server.newDatabase(statements.toArray(String[]::new));
        sources = new Sources(List.of(server.source("types", server.url(database), 2)));
    }

    /** The engine's own rounding or its own form is in the way of the others. */
    private static boolean isComparable(String type) {
        return !type.startsWith("FLOAT")
                && !type.startsWith("BIT")
                && !type.contains("BINARY")
                && !type.contains("BLOB")
                && !type.startsWith("GEOMETRY")
                && !type.startsWith("POINT")
                && !type.startsWith("JSON");
    }

    private static boolean isNumeric(String type) {
        return type.contains("INT")
                || type.startsWith("DECIMAL")
                || type.startsWith("DOUBLE")
                || type.startsWith("YEAR");
    }

    private ResultRows rows(String sql, SqlParameter... parameters) {
        ExecutionOutcome outcome =
                executor.execute(
                        sources.all().getFirst(),
                        new BoundStatement(sql, StatementClass.READ, List.of(parameters)),
                        new ExecutionLimits(100, new DataSize(1 << 20), Duration.ofSeconds(20)),
                        new CallContext(
                                Caller.LOCAL,
                                Deadline.after(Duration.ofSeconds(20)),
                                new Cancellation()));
        assertThat(outcome).as(sql).isInstanceOf(ExecutionOutcome.Rows.class);
        return ((ExecutionOutcome.Rows) outcome).rows();
    }
}
