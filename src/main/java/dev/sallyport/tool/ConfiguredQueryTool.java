package dev.sallyport.tool;

import dev.sallyport.execution.ExecutionLimits;
import dev.sallyport.guard.Verdict;
import dev.sallyport.json.JsonObject;
import dev.sallyport.mcp.ToolAnnotations;
import dev.sallyport.mcp.ToolDescription;
import dev.sallyport.sql.SqlOrigin;
import dev.sallyport.sql.SqlParameter;
import dev.sallyport.sql.SqlRequest;
import dev.sallyport.sql.StatementAccess;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A tool that the configuration declares: a read that its owner wrote, whose parameters the agent
 * fills in.
 */
final class ConfiguredQueryTool implements Tool {
    private final ToolDescription description;
    private final GovernedSource source;
    private final List<ToolParameter> parameters;
    private final ExecutionLimits limits;

    /** The parameters of each block, and by the bits of the blocks that stay, the statement. */
    private final List<Set<String>> blocks;

    private final List<SqlTemplate.Variant> variants;

    ConfiguredQueryTool(
            String name,
            Optional<String> title,
            String description,
            GovernedSource source,
            List<ToolParameter> parameters,
            SqlTemplate template,
            ExecutionLimits limits) {
        this.source = source;
        this.parameters = List.copyOf(parameters);
        this.limits = limits;
        this.blocks = template.blocks();
        List<SqlTemplate.Variant> all = new ArrayList<>();
        for (int i = 0; i < 1 << blocks.size(); i++) {
            all.add(template.variant(i));
        }
        this.variants = List.copyOf(all);
        this.description =
                new ToolDescription(
                        name,
                        title,
                        description,
                        inputSchema(this.parameters),
                        Optional.of(ToolResults.ROWS_SCHEMA),
                        ToolAnnotations.READ_ONLY);
    }

    @Override
    public ToolDescription description() {
        return description;
    }

    @Override
    public String logName() {
        return "Query";
    }

    @Override
    public ToolAction plan(JsonObject arguments) {
        Arguments in = new Arguments(arguments);
        Map<String, SqlParameter> values = new HashMap<>();
        for (ToolParameter parameter : parameters) {
            parameter.bind(in).ifPresent(value -> values.put(parameter.name(), value));
        }
        return in.refusal()
                .orElseGet(() -> {
                    SqlTemplate.Variant variant = variant(values.keySet());
                    return new ToolAction.RunStatement(
                            source,
                            request(variant),
                            variant.parameters().stream().map(values::get).toList(),
                            limits);
                });
    }

    /** Every statement that a call can come to. */
    List<SqlTemplate.Variant> variants() {
        return variants;
    }

    Verdict inspect(SqlTemplate.Variant variant) {
        return source.guard().inspect(request(variant));
    }

    private SqlRequest request(SqlTemplate.Variant variant) {
        return new SqlRequest(
                variant.sql(),
                StatementAccess.READ,
                SqlOrigin.OPERATOR,
                source.source().defaultDatabase());
    }

    private SqlTemplate.Variant variant(Set<String> present) {
        int kept = 0;
        for (int i = 0; i < blocks.size(); i++) {
            if (present.containsAll(blocks.get(i))) {
                kept |= 1 << i;
            }
        }
        return variants.get(kept);
    }

    private static JsonObject inputSchema(List<ToolParameter> parameters) {
        JsonObject.Builder properties = JsonObject.builder();
        parameters.forEach(parameter -> properties.put(parameter.name(), parameter.schema()));
        return Schemas.object(
                properties.build(),
                parameters.stream()
                        .filter(parameter ->
                                parameter.required() && parameter.defaultValue().isEmpty())
                        .map(ToolParameter::name)
                        .toList());
    }
}
