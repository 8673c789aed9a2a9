package dev.sallyport.tool;

import dev.sallyport.call.CallContext;
import dev.sallyport.call.Caller;
import dev.sallyport.call.Cancellation;
import dev.sallyport.call.Deadline;
import dev.sallyport.execution.FailureReason;
import dev.sallyport.execution.Preparation;
import dev.sallyport.execution.StatementExecutor;
import dev.sallyport.guard.Verdict;
import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonBoolean;
import dev.sallyport.json.JsonEncoded;
import dev.sallyport.json.JsonNull;
import dev.sallyport.json.JsonNumber;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonString;
import dev.sallyport.json.JsonValue;
import dev.sallyport.result.ResultRows;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Tries declared tools on their sources, before an agent does. */
public final class ToolChecks {
    private static final Duration AROUND_A_STATEMENT = Duration.ofSeconds(30);

    /** Numbers of more digits are texts in an answer, since readers of JSON round them. */
    private static final int EXACT_DIGITS = 15;

    /** What is wrong with a statement, not with the way to its source. */
    private static final Set<FailureReason> STATEMENT =
            Set.of(
                    FailureReason.DATABASE_ERROR,
                    FailureReason.NO_RIGHT,
                    FailureReason.PARAMETERS,
                    FailureReason.NOT_A_READ,
                    FailureReason.NOT_SENDABLE);

    private final ToolCallPipeline pipeline;
    private final StatementExecutor executor;
    private final Caller caller;

    ToolChecks(ToolCallPipeline pipeline, StatementExecutor executor, Caller caller) {
        this.caller = caller;
        this.pipeline = pipeline;
        this.executor = executor;
    }

    /**
     * One thing that was tried.
     *
     * @param name the tool, and the example if it is one
     * @param problem what is wrong; empty if nothing is
     */
    public record Check(String name, Optional<String> problem) {}

    /** Prepares every statement that a tool can become, and runs every example. */
    List<Check> of(DeclaredTools declared) {
        List<Check> checks = new ArrayList<>();
        for (DeclaredTools.Declared one : declared.all()) {
            String name =
                    one.tool().name()
                            + (one.tool().isOpen()
                                    ? ""
                                    : " (not offered: its source takes no changes)");
            checks.add(new Check(name, prepared(one.tool())));
            for (ToolExample example : one.examples()) {
                checks.add(
                        new Check(
                                one.tool().name() + " / " + example.name(),
                                compared(example, run(one.tool(), example))));
            }
        }
        return checks;
    }

    /**
     * What the sources say against declared statements, of those sources that can be reached: the
     * code alone, since the words may quote a statement.
     */
    Map<String, String> unprepared(DeclaredTools declared) {
        Map<String, String> codes = new LinkedHashMap<>();
        Set<GovernedSource> unreachable = new HashSet<>();
        for (DeclaredTools.Declared one : declared.all()) {
            if (!unreachable.contains(one.tool().source())) {
                unfit(one.tool())
                        .flatMap(Preparation::failure)
                        .ifPresent(failure -> {
                            if (STATEMENT.contains(failure.reason())) {
                                codes.put(one.tool().name(), failure.reason().code());
                            } else {
                                unreachable.add(one.tool().source());
                            }
                        });
            }
        }
        return codes;
    }

    private Optional<String> prepared(ConfiguredQueryTool tool) {
        return unfit(tool)
                .map(found ->
                        found.failure()
                                .map(failure -> text(Problem.of(failure.reason(), failure.hint())))
                                .orElse(
                                        "its result is a value, and its statement has "
                                                + found.columns().orElse(0)
                                                + " columns"));
    }

    /** What the source says of the first statement that it does not take, or that is no value. */
    private Optional<Preparation> unfit(ConfiguredQueryTool tool) {
        if (!tool.isOpen()) {
            return Optional.empty();
        }
        for (SqlTemplate.Variant variant : tool.variants()) {
            if (tool.inspect(variant) instanceof Verdict.Allowed allowed) {
                Preparation found =
                        executor.prepare(
                                tool.source().source(),
                                tool.database(),
                                allowed.sql(),
                                tool.examples(variant),
                                tool.changesData(),
                                context(tool.source()));
                if (found.failure().isPresent() || found.columns().orElse(0) > tool.mostColumns()) {
                    return Optional.of(found);
                }
            }
        }
        return Optional.empty();
    }

    private ToolOutcome run(ConfiguredQueryTool tool, ToolExample example) {
        if (tool.changesData()) {
            return tool.plan(example.arguments(), caller)
                            instanceof ToolAction.Refuse(Problem problem)
                    ? new ToolOutcome.Refused(problem)
                    : new ToolOutcome.Reply(JsonObject.EMPTY);
        }
        return tool.discreet(
                pipeline.call(
                        tool,
                        () -> tool.plan(example.arguments(), caller),
                        context(tool.source())));
    }

    private static Optional<String> compared(ToolExample example, ToolOutcome outcome) {
        return switch (outcome) {
            case ToolOutcome.Rows(ResultRows rows, _, _) -> compared(example, rows);
            case ToolOutcome.Refused(Problem problem) -> compared(example, problem);
            case ToolOutcome.Failed(Problem problem) -> compared(example, problem);
            case ToolOutcome.Tables ignored -> Optional.of("it gave tables, not rows");
            case ToolOutcome.Written ignored -> Optional.of("it made a change");
            case ToolOutcome.Called ignored -> Optional.of("it called a procedure");
            case ToolOutcome.Exported ignored -> Optional.of("it wrote a file");
            case ToolOutcome.Unknown(Problem problem) -> compared(example, problem);
            case ToolOutcome.Reply ignored -> Optional.of("it was not refused");
        };
    }

    private static Optional<String> compared(ToolExample example, ResultRows rows) {
        if (example.code().isPresent()) {
            return Optional.of("it was to be refused with " + example.code().get());
        }
        if (example.rowCount().isPresent() && example.rowCount().get() != rows.rowCount()) {
            return Optional.of(
                    "it gave " + rows.rowCount() + " rows, not " + example.rowCount().get());
        }
        Optional<JsonValue> expected = example.rows();
        return expected.isPresent() && !isSame(expected.get(), rows.rows().decode())
                ? Optional.of("it gave other rows than the example says")
                : Optional.empty();
    }

    /** By value: 2 is 2.00, and an exact number may be written as a text as answers do. */
    private static boolean isSame(JsonValue expected, JsonValue found) {
        if (expected instanceof JsonNumber(BigDecimal one)) {
            return switch (found) {
                case JsonNumber(BigDecimal other) -> one.compareTo(other) == 0;
                case JsonString(String text) ->
                        one.precision() > EXACT_DIGITS && text.equals(one.toPlainString());
                case JsonArray ignored -> false;
                case JsonObject ignored -> false;
                case JsonBoolean ignored -> false;
                case JsonNull ignored -> false;
                case JsonEncoded ignored -> false;
            };
        }
        if (expected instanceof JsonArray(List<JsonValue> ours)
                && found instanceof JsonArray(List<JsonValue> theirs)) {
            return ours.size() == theirs.size()
                    && IntStream.range(0, ours.size())
                            .allMatch(i -> isSame(ours.get(i), theirs.get(i)));
        }
        return expected.equals(found);
    }

    private static Optional<String> compared(ToolExample example, Problem problem) {
        return example.code().equals(Optional.of(problem.code()))
                ? Optional.empty()
                : Optional.of(text(problem));
    }

    private CallContext context(GovernedSource source) {
        return new CallContext(
                caller,
                Deadline.after(source.limits().timeout().plus(AROUND_A_STATEMENT)),
                new Cancellation());
    }

    private static String text(Problem problem) {
        return problem.code() + ": " + problem.reason() + ". " + problem.hint();
    }
}
