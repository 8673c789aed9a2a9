package dev.sallyport.tool;

import dev.sallyport.call.Caller;
import dev.sallyport.execution.ExecutionLimits;
import dev.sallyport.execution.FailureReason;
import dev.sallyport.guard.Verdict;
import dev.sallyport.json.JsonObject;
import dev.sallyport.mcp.CallToolResult;
import dev.sallyport.mcp.ToolAnnotations;
import dev.sallyport.mcp.ToolDescription;
import dev.sallyport.sql.SqlOrigin;
import dev.sallyport.sql.SqlParameter;
import dev.sallyport.sql.SqlRequest;
import dev.sallyport.sql.StatementAccess;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A tool that the configuration declares: a statement that its owner wrote, whose parameters the
 * agent fills in. It reads, or makes one change.
 */
final class ConfiguredQueryTool implements Tool {
    private final ToolDescription description;
    private final GovernedSource source;
    private final Optional<String> database;
    private final List<ToolParameter> parameters;
    private final SqlTemplate template;
    private final AnswerShape shape;
    private final ExecutionLimits limits;
    private final Optional<Terms> terms;

    /** The parameters of each block, and by the bits of the blocks that stay, the statement. */
    private final List<Set<String>> blocks;

    private final List<SqlTemplate.Variant> variants;

    /**
     * A tool.
     *
     * @param database where the statement runs; empty: in the source's own
     */
    ConfiguredQueryTool(
            ToolHeading heading,
            GovernedSource source,
            Optional<String> database,
            List<ToolParameter> parameters,
            SqlTemplate template,
            AnswerShape shape,
            ExecutionLimits limits,
            Optional<Terms> terms) {
        this.terms = terms;
        this.source = source;
        this.database = source.other(database);
        this.parameters = List.copyOf(parameters);
        this.template = template;
        this.shape = shape;
        this.limits = limits.withAtMostRows(shape.mostRows(limits.maxRows()));
        this.blocks = template.blocks();
        List<SqlTemplate.Variant> all = new ArrayList<>();
        for (int i = 0; i < 1 << blocks.size(); i++) {
            all.add(template.variant(i, this::exampleValues));
        }
        this.variants = List.copyOf(all);
        this.description =
                new ToolDescription(
                        heading.name(),
                        heading.title(),
                        heading.description(),
                        inputSchema(this.parameters, terms),
                        Optional.of(terms.isPresent() ? ToolResults.CHANGE_SCHEMA : shape.schema()),
                        heading.annotations());
    }

    /** What a client reads of a tool beside its schemas. */
    record ToolHeading(
            String name, Optional<String> title, String description, ToolAnnotations annotations) {}

    /**
     * On what terms the statement changes data.
     *
     * @param maxAffectedRows rows that it may affect
     * @param takesKey whether a call may name the change, so that it is made once only
     */
    record Terms(int maxAffectedRows, boolean takesKey) {}

    @Override
    public ToolDescription description() {
        return description;
    }

    @Override
    public String logName() {
        return terms.isPresent() ? "Execute" : "Query";
    }

    /** For a caller of whom nothing is known. */
    @Override
    public ToolAction plan(JsonObject arguments) {
        return plan(arguments, Caller.LOCAL);
    }

    @Override
    public ToolAction plan(JsonObject arguments, Caller caller) {
        Arguments in = new Arguments(arguments);
        JsonObject known = description.inputSchema().object("properties").orElse(JsonObject.EMPTY);
        for (String name : arguments.members().keySet()) {
            if (known.member(name).isEmpty()) {
                in.problem(name + " is unknown");
            }
        }
        Map<String, List<SqlParameter>> values = new HashMap<>();
        for (ToolParameter parameter : parameters) {
            Optional<List<SqlParameter>> bound =
                    parameter.fromCaller().isPresent()
                            ? parameter.bind(caller)
                            : parameter.bind(in);
            if (bound.isEmpty() && parameter.fromCaller().isPresent()) {
                return in.refusal().orElse(unfit(parameter.fromCaller().get()));
            }
            bound.ifPresent(value -> values.put(parameter.name(), value));
        }
        Optional<String> key =
                terms.filter(Terms::takesKey).flatMap(ignored -> ExecuteTool.idempotencyKey(in));
        if (in.refusal().isEmpty()) {
            noteWithoutEffect(in, values);
        }
        return in.refusal().orElseGet(() -> statement(values, key));
    }

    /**
     * An argument whose blocks all drop out, since each wants another one too, would be ignored:
     * the call would come to more than it asks for.
     */
    private void noteWithoutEffect(Arguments in, Map<String, List<SqlParameter>> values) {
        List<String> used = variant(values).parameters();
        for (ToolParameter parameter : parameters) {
            String name = parameter.name();
            if (values.containsKey(name)
                    && in.value(name).isPresent()
                    && !in.value(name).equals(parameter.defaultValue())
                    && !parameter.limitsRows()
                    && !used.contains(name)) {
                Set<String> missing = new LinkedHashSet<>();
                blocks.stream().filter(block -> block.contains(name)).forEach(missing::addAll);
                missing.removeAll(values.keySet());
                in.problem(name + " has no effect without " + String.join(", ", missing));
            }
        }
    }

    /** Says nothing of what the caller has. */
    private static ToolAction unfit(String attribute) {
        return new ToolAction.Refuse(
                Problem.of(
                        CallProblem.CALLER_UNFIT,
                        "No argument can change that. Tell the user that the tool needs the"
                                + " caller's '"
                                + attribute
                                + "', which its owner sets."));
    }

    @Override
    public CallToolResult answer(ToolOutcome outcome, JsonObject arguments) {
        return ToolResults.of(discreet(outcome), shape, arguments);
    }

    /** An engine's words may repeat a value that was bound: those of the caller are nobody's. */
    ToolOutcome discreet(ToolOutcome outcome) {
        return outcome instanceof ToolOutcome.Failed(Problem problem)
                        && hasEngineWords(problem.code())
                        && parameters.stream().anyMatch(one -> one.fromCaller().isPresent())
                ? new ToolOutcome.Failed(
                        new Problem(
                                problem.code(),
                                problem.reason(),
                                "What the database says is kept back, since the statement has"
                                        + " values of its caller."))
                : outcome;
    }

    /** Whether a failure comes with the engine's own words. */
    private static boolean hasEngineWords(String code) {
        return Stream.of(
                        FailureReason.DATABASE_ERROR,
                        FailureReason.NOT_A_READ,
                        FailureReason.NO_RIGHT,
                        FailureReason.PARAMETERS,
                        FailureReason.CONSTRAINT)
                .anyMatch(reason -> reason.code().equals(code));
    }

    private ToolAction statement(
            Map<String, List<SqlParameter>> values, Optional<String> idempotencyKey) {
        SqlTemplate.Variant variant = variant(values);
        List<SqlParameter> bound =
                variant.parameters().stream()
                        .flatMap(name -> values.getOrDefault(name, List.of()).stream())
                        .toList();
        return terms.<ToolAction>map(change ->
                        new ToolAction.RunStatement(
                                source,
                                request(variant),
                                bound,
                                limits,
                                new ToolAction.Change(
                                        change.maxAffectedRows(),
                                        idempotencyKey,
                                        Optional.empty())))
                .orElseGet(() ->
                        new ToolAction.RunStatement(
                                source,
                                request(variant),
                                bound,
                                limits.withAtMostRows(rowsAskedFor(values))));
    }

    /** Whether it makes a change. */
    boolean changesData() {
        return terms.isPresent();
    }

    /** Whether calls can come to something: a change where its source takes changes. */
    boolean isOpen() {
        return terms.isEmpty() || source.source().takesChanges();
    }

    /** The rows that a call asks for; more than there may be count as all of them. */
    private int rowsAskedFor(Map<String, List<SqlParameter>> values) {
        int rows = Integer.MAX_VALUE;
        for (ToolParameter parameter : parameters) {
            for (SqlParameter value : values.getOrDefault(parameter.name(), List.of())) {
                if (parameter.limitsRows()
                        && value instanceof SqlParameter.Numeric(BigDecimal number)) {
                    rows = number.min(BigDecimal.valueOf(rows)).max(BigDecimal.ONE).intValue();
                }
            }
        }
        return rows;
    }

    GovernedSource source() {
        return source;
    }

    /** The database that its statement runs in where that is not the source's own. */
    Optional<String> database() {
        return database;
    }

    List<ToolParameter> parameters() {
        return parameters;
    }

    /** Every statement that a call can come to. */
    List<SqlTemplate.Variant> variants() {
        return variants;
    }

    /** What is right for two values is right for one and for many. */
    private int exampleValues(String name) {
        return parameters.stream().anyMatch(one -> one.name().equals(name) && one.maxItems() > 1)
                ? 2
                : 1;
    }

    /** For each placeholder of one of {@link #variants} a value of its type. */
    List<SqlParameter> examples(SqlTemplate.Variant variant) {
        List<SqlParameter> values = new ArrayList<>();
        for (String name : variant.parameters()) {
            parameters.stream()
                    .filter(parameter -> parameter.name().equals(name))
                    .forEach(parameter ->
                            values.addAll(
                                    Collections.nCopies(
                                            exampleValues(name), parameter.type().example())));
        }
        return values;
    }

    /** Columns that the shape of its answers has room for. */
    int mostColumns() {
        return shape.shape() == ResultShape.VALUE ? 1 : Integer.MAX_VALUE;
    }

    /** Whether one of its statements would change every row, which its source forbids. */
    boolean changesTooMuch(Verdict.Allowed allowed) {
        return terms.isPresent() && allowed.everyRow() && !source.writes().withoutWhere();
    }

    Verdict inspect(SqlTemplate.Variant variant) {
        return source.guard().inspect(request(variant));
    }

    private SqlRequest request(SqlTemplate.Variant variant) {
        return new SqlRequest(
                variant.sql(),
                terms.isPresent() ? StatementAccess.WRITE : StatementAccess.READ,
                SqlOrigin.OPERATOR,
                source.home(database));
    }

    private SqlTemplate.Variant variant(Map<String, List<SqlParameter>> values) {
        int kept = 0;
        for (int i = 0; i < blocks.size(); i++) {
            if (values.keySet().containsAll(blocks.get(i))) {
                kept |= 1 << i;
            }
        }
        return parameters.stream().anyMatch(ToolParameter::isArray)
                ? template.variant(
                        kept, name -> Math.max(1, values.getOrDefault(name, List.of()).size()))
                : variants.get(kept);
    }

    private static JsonObject inputSchema(List<ToolParameter> parameters, Optional<Terms> terms) {
        JsonObject.Builder properties = JsonObject.builder();
        List<ToolParameter> ofCall =
                parameters.stream().filter(parameter -> parameter.fromCaller().isEmpty()).toList();
        ofCall.forEach(parameter -> properties.put(parameter.name(), parameter.schema()));
        if (terms.filter(Terms::takesKey).isPresent()) {
            ExecuteTool.putKey(properties);
        }
        return Schemas.object(
                properties.build(),
                ofCall.stream()
                        .filter(parameter ->
                                parameter.required() && parameter.defaultValue().isEmpty())
                        .map(ToolParameter::name)
                        .toList());
    }
}
