package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.call.CallContext;
import dev.sallyport.call.Caller;
import dev.sallyport.call.Cancellation;
import dev.sallyport.call.Deadline;
import dev.sallyport.config.DataSize;
import dev.sallyport.execution.EdgeValues.Edge;
import dev.sallyport.json.Json;
import dev.sallyport.json.JsonBoolean;
import dev.sallyport.json.JsonString;
import dev.sallyport.json.JsonValue;
import dev.sallyport.result.ResultRows;
import dev.sallyport.source.Source;
import dev.sallyport.sql.SqlParameter;
import dev.sallyport.sql.StatementClass;
import dev.sallyport.tool.RenderedAnswer;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What holds for the values of every engine: they arrive as they are stored, wherever the process
 * runs, in the structured content and in each text, and what was read finds the value again.
 */
abstract class TypesContract {
    /** Values that one statement asks for. */
    private static final int TOGETHER = 20;

    /** The types of the engine with their values; needs no server. */
    abstract EdgeValues edgeValues();

    abstract Source source();

    abstract StatementExecutor executor();

    /** What comes after the list of a SELECT that has no table. */
    String from() {
        return "";
    }

    /** A condition that holds where two expressions have the same value, as a value of 1. */
    String sameValue(String one, String other) {
        return "CASE WHEN " + one + " = " + other + " THEN 1 ELSE 0 END";
    }

    /**
     * Half an hour off, on both sides of the line where a date ends, with hours that are skipped.
     */
    @ParameterizedTest
    @ValueSource(strings = {"Asia/Kolkata", "America/New_York", "Pacific/Apia"})
    void edgeValuesArriveAsTheyAreStored(String zone) {
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        try {
            List<Edge> edges = edgeValues().all();
            List<String> wrong = new ArrayList<>();
            for (int i = 0; i < edges.size(); i += TOGETHER) {
                List<Edge> some = edges.subList(i, Math.min(edges.size(), i + TOGETHER));
                if (!arrive(some, new ArrayList<>())) {
                    some.forEach(edge -> arrive(List.of(edge), wrong));
                }
            }
            assertThat(wrong).isEmpty();
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    void edgeValuesAreFoundAgainByWhatWasRead() {
        List<Edge> edges =
                edgeValues().all().stream().filter(edge -> edge.bound().isPresent()).toList();
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < edges.size(); i += TOGETHER) {
            List<Edge> some = edges.subList(i, Math.min(edges.size(), i + TOGETHER));
            if (!areFoundAgain(some)) {
                some.stream()
                        .filter(edge -> !areFoundAgain(List.of(edge)))
                        .forEach(edge -> wrong.add(edge.type() + ' ' + edge.expression()));
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(edges).hasSizeGreaterThan(20);
    }

    /** A query of two columns of the same name, of the tables {@code one} and {@code two}. */
    Optional<String> twoTables() {
        return Optional.empty();
    }

    @Test
    void columnsOfSeveralTablesTellWhichTheyAreOf() {
        twoTables()
                .ifPresent(sql ->
                        assertThat(rows(sql).columns())
                                .extracting(column ->
                                        column.table().orElse("").toLowerCase(Locale.ROOT))
                                .containsExactly("one", "two"));
    }

    /** Both, for values that are spelled in another way. */
    final void assertArriveAndAreFoundAgain(List<Edge> edges) {
        List<String> wrong = new ArrayList<>();
        for (Edge edge : edges) {
            if (arrive(List.of(edge), wrong) && !areFoundAgain(List.of(edge))) {
                wrong.add(edge.expression() + " is not found again");
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** Answers to one statement; whether all is right. */
    private boolean arrive(List<Edge> edges, List<String> wrong) {
        ExecutionOutcome outcome = read(edges);
        if (!(outcome instanceof ExecutionOutcome.Rows(ResultRows rows))) {
            edges.forEach(edge -> wrong.add(edge.expression() + " -> " + outcome));
            return false;
        }
        List<String> cells = Cells.ofFirstRow(rows.rows().toString());
        RenderedAnswer answer = RenderedAnswer.of(rows);
        boolean right = cells.size() == edges.size();
        for (int i = 0; right && i < cells.size(); i++) {
            if (!edges.get(i).isMetBy(cells.get(i))) {
                right = false;
                wrong.add(edges.get(i).expression() + " -> " + cells.get(i));
            }
        }
        if (right && !textsAgree(rows, cells, answer)) {
            right = false;
            wrong.add(edges.getFirst().expression() + " in a text: " + answer.csv());
        }
        return right;
    }

    /** Both texts hold what the structured content holds. */
    private static boolean textsAgree(ResultRows rows, List<String> cells, RenderedAnswer answer) {
        if (!answer.json().equals(answer.structured())
                || !answer.json().contains("\"rows\":" + rows.rows())) {
            return false;
        }
        List<String> csv = Cells.ofCsv(answer.csv());
        for (int i = 0; i < cells.size(); i++) {
            if (!Cells.same(cells.get(i), csv.get(i))) {
                return false;
            }
        }
        return csv.size() == cells.size();
    }

    /** Asks the engine for values, each in a column of its own. */
    ExecutionOutcome read(List<Edge> edges) {
        StringBuilder sql = new StringBuilder("SELECT ");
        for (int i = 0; i < edges.size(); i++) {
            sql.append(i == 0 ? "" : ", ").append(edges.get(i).expression());
            sql.append(" AS v").append(i);
        }
        return execute(sql + from());
    }

    /** Whether a comparison with what was read holds for all. */
    boolean areFoundAgain(List<Edge> edges) {
        if (!(read(edges) instanceof ExecutionOutcome.Rows(ResultRows rows))) {
            return false;
        }
        List<String> cells = Cells.ofFirstRow(rows.rows().toString());
        StringBuilder sql = new StringBuilder("SELECT ");
        List<SqlParameter> parameters = new ArrayList<>();
        for (int i = 0; i < edges.size(); i++) {
            Edge edge = edges.get(i);
            sql.append(i == 0 ? "" : ", ");
            sql.append(sameValue(edge.expression(), edge.bound().orElseThrow()));
            sql.append(" AS v").append(i);
            parameters.add(parameter(cells.get(i)));
        }
        return execute(sql + from(), parameters.toArray(SqlParameter[]::new))
                        instanceof ExecutionOutcome.Rows(ResultRows found)
                && Cells.ofFirstRow(found.rows().toString()).stream().allMatch("1"::equals);
    }

    /** What an agent would send of a cell. */
    static SqlParameter parameter(String cell) {
        JsonValue value = Json.parse(cell);
        return switch (value) {
            case JsonString(String text) -> new SqlParameter.Text(text);
            case JsonBoolean flag -> new SqlParameter.Flag(flag == JsonBoolean.TRUE);
            default -> new SqlParameter.Numeric(new BigDecimal(cell));
        };
    }

    final ExecutionOutcome execute(String sql, SqlParameter... parameters) {
        return executor()
                .execute(
                        source(),
                        new BoundStatement(sql, StatementClass.READ, List.of(parameters)),
                        new ExecutionLimits(100, new DataSize(1_000_000), Duration.ofSeconds(20)),
                        new CallContext(
                                Caller.LOCAL,
                                Deadline.after(Duration.ofSeconds(20)),
                                new Cancellation()));
    }

    final ResultRows rows(String sql) {
        ExecutionOutcome outcome = execute(sql);
        assertThat(outcome).as(sql).isInstanceOf(ExecutionOutcome.Rows.class);
        return ((ExecutionOutcome.Rows) outcome).rows();
    }
}
