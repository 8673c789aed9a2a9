package dev.sallyport.tool;

import dev.sallyport.call.CallContext;
import dev.sallyport.catalog.CatalogAnswer;
import dev.sallyport.catalog.CatalogQuery;
import dev.sallyport.catalog.Entities;
import dev.sallyport.catalog.Entity;
import dev.sallyport.json.Json;
import dev.sallyport.json.JsonString;
import dev.sallyport.json.JsonValue;
import dev.sallyport.mcp.CompletionRequest;
import dev.sallyport.mcp.CompletionResult;
import dev.sallyport.sql.TableName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/**
 * Suggests values for arguments of prompts and for variables of resource templates.
 *
 * <p>Names of the catalogue are asked for on the path of a call, so they are limited and recorded
 * like one; what a statement may not name is not suggested, nor what the caller does not see.
 */
final class Completions {
    /** What the protocol sends at most. */
    static final int MAX = 100;

    private static final int MAX_TABLES = 10_000;

    private final ToolScope scope;
    private final List<GovernedSource> sources;
    private final Entities entities;
    private final DeclaredTools tools;
    private final Map<String, Prompt> prompts;
    private final ToolCallPipeline pipeline;

    Completions(
            ToolScope scope,
            List<GovernedSource> sources,
            Entities entities,
            DeclaredTools tools,
            Map<String, Prompt> prompts,
            ToolCallPipeline pipeline) {
        this.scope = scope;
        this.sources = List.copyOf(sources);
        this.entities = entities;
        this.tools = tools;
        this.prompts = prompts;
        this.pipeline = pipeline;
    }

    CompletionResult of(CompletionRequest request, CallContext context) {
        Collection<String> all =
                switch (request.reference()) {
                    case CompletionRequest.Reference.Prompt(String name) ->
                            ofPrompt(name, request, context);
                    case CompletionRequest.Reference.Resource ignored ->
                            Arrays.stream(Completes.Names.values())
                                    .filter(kind -> kind.configName().equals(request.argument()))
                                    .findFirst()
                                    .map(kind -> names(kind, request, context))
                                    .orElse(List.of());
                };
        return matching(all, request.value());
    }

    private Collection<String> ofPrompt(
            String name, CompletionRequest request, CallContext context) {
        Prompt prompt = prompts.get(name);
        if (prompt == null) {
            return List.of();
        }
        return prompt.arguments().stream()
                .filter(argument -> argument.name().equals(request.argument()))
                .findFirst()
                .map(argument ->
                        argument.allowed().isEmpty()
                                ? argument.completes()
                                        .map(kind -> values(kind, request, context))
                                        .orElse(List.of())
                                : argument.allowed())
                .orElse(List.of());
    }

    private Collection<String> values(
            Completes kind, CompletionRequest request, CallContext context) {
        return switch (kind) {
            case Completes.Names names -> names(names, request, context);
            case Completes.Parameter(String tool, String parameter) ->
                    Optional.of(tool)
                            .filter(scope.tools()::containsKey)
                            .flatMap(known -> tools.parameter(known, parameter))
                            .map(ToolParameter::knownValues)
                            .orElse(List.of());
        };
    }

    private Collection<String> names(
            Completes.Names kind, CompletionRequest request, CallContext context) {
        if (kind == Completes.Names.ENTITY ? !scope.seesEntities() : !scope.seesTables()) {
            return List.of();
        }
        return switch (kind) {
            case SOURCE -> sources.stream().map(GovernedSource::name).toList();
            case ENTITY ->
                    DescribeEntitiesTool.shown(sources, entities).stream()
                            .map(Entity::name)
                            .toList();
            case DATABASE -> databases(request, context);
            case SCHEMA ->
                    ofTables(
                            request,
                            context,
                            table -> table.table().schema().map(List::of).orElse(List.of()));
            case TABLE -> ofTables(request, context, table -> List.of(table.name()));
            case COLUMN ->
                    ofTables(
                            request,
                            context,
                            table ->
                                    table.columns().stream()
                                            .map(CatalogAnswer.ColumnEntry::name)
                                            .toList());
        };
    }

    private Collection<String> databases(CompletionRequest request, CallContext context) {
        return ofTables(
                request, context, table -> table.table().catalog().map(List::of).orElse(List.of()));
    }

    /** Of the tables that fit what has a value already, each name once. */
    private Set<String> ofTables(
            CompletionRequest request,
            CallContext context,
            Function<CatalogAnswer.TableEntry, List<String>> names) {
        Map<String, String> given = request.context();
        Set<String> found = new LinkedHashSet<>();
        for (GovernedSource source : sources) {
            if (!fits(given, "source", source.name())) {
                continue;
            }
            ToolOutcome outcome =
                    pipeline.call(
                            CatalogReading.COMPLETION,
                            () ->
                                    new ToolAction.SearchCatalog(
                                            source,
                                            new CatalogQuery(
                                                    "", Optional.empty(), MAX_TABLES, true)),
                            context);
            // A source that cannot be reached suggests nothing.
            if (outcome instanceof ToolOutcome.Tables(CatalogAnswer.Found answer)) {
                answer.tables().stream()
                        .filter(table -> fits(given, table, request.argument()))
                        .forEach(table -> found.addAll(names.apply(table)));
            }
        }
        return found;
    }

    private static boolean fits(
            Map<String, String> given, CatalogAnswer.TableEntry table, String asked) {
        TableName name = table.table();
        return (asked.equals("database") || fits(given, "database", name.catalog().orElse("")))
                && (asked.equals("schema") || fits(given, "schema", name.schema().orElse("")))
                && (asked.equals("table")
                        || fits(given, "table", table.name())
                        || fits(given, "table", name.name()));
    }

    private static boolean fits(Map<String, String> given, String argument, String value) {
        String wanted = given.getOrDefault(argument, "");
        return wanted.isBlank() || wanted.equalsIgnoreCase(value);
    }

    /** Those that begin with the text, then those that have it in them. */
    private static CompletionResult matching(Collection<String> all, String typed) {
        String wanted = typed.strip().toLowerCase(Locale.ROOT);
        List<String> begin = new ArrayList<>();
        List<String> have = new ArrayList<>();
        for (String value : all) {
            String folded = value.toLowerCase(Locale.ROOT);
            if (folded.startsWith(wanted)) {
                begin.add(value);
            } else if (folded.contains(wanted)) {
                have.add(value);
            }
        }
        begin.sort(null);
        have.sort(null);
        begin.addAll(have);
        return new CompletionResult(
                begin.stream().distinct().limit(MAX).toList(), OptionalInt.of(begin.size()));
    }

    /** Values as a person writes them. */
    static List<String> texts(List<JsonValue> values) {
        return values.stream()
                .map(value -> value instanceof JsonString(String text) ? text : Json.text(value))
                .toList();
    }
}
