package dev.sallyport.tool;

import dev.sallyport.call.CallContext;
import dev.sallyport.catalog.CatalogAnswer;
import dev.sallyport.catalog.CatalogQuery;
import dev.sallyport.json.Json;
import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonString;
import dev.sallyport.json.JsonValue;
import dev.sallyport.mcp.CompletionRequest;
import dev.sallyport.mcp.CompletionResult;
import dev.sallyport.mcp.InvalidParams;
import dev.sallyport.mcp.ReadResourceResult;
import dev.sallyport.mcp.ResourceAnswer;
import dev.sallyport.mcp.ResourceDescription;
import dev.sallyport.mcp.ResourceTemplateDescription;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The tables of each database of a server as a resource {@code schema://{database}}, as a former
 * server had them. Reading one takes the path of a call, and is limited and recorded like one.
 */
final class DatabaseResources {
    /** None. */
    static final DatabaseResources NONE = new DatabaseResources(Optional.empty());

    private static final String JSON = "application/json";
    private static final String SCHEME = "schema://";
    private static final String VARIABLE = "database";
    private static final String TEMPLATE = SCHEME + "{" + VARIABLE + "}";
    private static final int MAX_TABLES = 10_000;

    private final Optional<GovernedSource> server;

    private DatabaseResources(Optional<GovernedSource> server) {
        this.server = server;
    }

    /** Those of the first source, whose engine has to reach other databases by their names. */
    static DatabaseResources of(List<GovernedSource> sources) {
        return new DatabaseResources(
                sources.stream().filter(one -> one.source().reachesOthers()).findFirst());
    }

    boolean isEmpty() {
        return server.isEmpty();
    }

    /** The databases that the owner lists, or else the source's own. */
    List<ResourceDescription> descriptions() {
        return server.map(DatabaseResources::listed).orElse(List.of()).stream()
                .map(name ->
                        new ResourceDescription(
                                SCHEME
                                        + URLEncoder.encode(name, StandardCharsets.UTF_8)
                                                .replace("+", "%20"),
                                name,
                                Optional.empty(),
                                Optional.of("Tables and columns of database " + name),
                                Optional.of(JSON)))
                .toList();
    }

    List<ResourceTemplateDescription> templates() {
        return isEmpty()
                ? List.of()
                : List.of(
                        new ResourceTemplateDescription(
                                TEMPLATE,
                                VARIABLE,
                                Optional.empty(),
                                Optional.of("Tables and columns of one database"),
                                Optional.of(JSON)));
    }

    /** Empty where the URI is of another kind. */
    Optional<ResourceAnswer> read(String uri, ToolCallPipeline pipeline, CallContext context) {
        String path = uri.startsWith(SCHEME) ? uri.substring(SCHEME.length()) : "";
        if (server.isEmpty() || !uri.startsWith(SCHEME) || path.indexOf('/') >= 0) {
            return Optional.empty();
        }
        GovernedSource source = server.get();
        // No name is the default database, as a call without the argument is.
        Optional<String> named =
                path.isEmpty() ? source.source().defaultDatabase() : Optional.of(decoded(path));
        if (named.isEmpty()) {
            return Optional.empty();
        }
        String database = named.get();
        ToolOutcome outcome =
                pipeline.call(CatalogReading.RESOURCE, () -> plan(source, database), context);
        return Optional.of(answer(uri, database, outcome));
    }

    private static ToolAction plan(GovernedSource source, String database) {
        if (!source.source().reaches(database)) {
            return QueryTool.unknownDatabase(source);
        }
        return source.guard()
                .refusesDatabase(database)
                .<ToolAction>map(refused -> new ToolAction.Refuse(Problem.of(refused)))
                .orElseGet(() ->
                        new ToolAction.SearchCatalog(
                                source,
                                Optional.of(database),
                                new CatalogQuery("", Optional.empty(), MAX_TABLES, true)));
    }

    /** Whether it is the name of a database that a client wants. */
    boolean completes(CompletionRequest request) {
        return !isEmpty()
                && request.reference() instanceof CompletionRequest.Reference.Resource(String uri)
                && uri.equals(TEMPLATE)
                && request.argument().equals(VARIABLE);
    }

    /** Databases whose names begin like this, in any case. */
    CompletionResult complete(
            CompletionRequest request, ToolCallPipeline pipeline, CallContext context) {
        if (server.isEmpty()) {
            return CompletionResult.NONE;
        }
        GovernedSource source = server.get();
        String typed = request.value().toLowerCase(Locale.ROOT);
        List<String> names =
                source
                        .guard()
                        .listedDatabases()
                        .orElseGet(() -> found(source, pipeline, context))
                        .stream()
                        .filter(name -> name.toLowerCase(Locale.ROOT).startsWith(typed))
                        .toList();
        return new CompletionResult(names, OptionalInt.of(names.size()));
    }

    /** The databases that the login sees and statements may name. */
    private static List<String> found(
            GovernedSource source, ToolCallPipeline pipeline, CallContext context) {
        ToolOutcome outcome =
                pipeline.call(
                        CatalogReading.RESOURCE,
                        () -> new ToolAction.ListDatabases(source),
                        context);
        List<String> names = new ArrayList<>();
        if (outcome instanceof ToolOutcome.Reply(JsonObject content)
                && content.member(ToolAction.ListDatabases.MEMBER).orElse(JsonArray.EMPTY)
                        instanceof JsonArray(List<JsonValue> all)) {
            for (JsonValue one : all) {
                if (one instanceof JsonString(String name)
                        && source.guard().refusesDatabase(name).isEmpty()) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    private static List<String> listed(GovernedSource source) {
        return source.guard()
                .listedDatabases()
                .orElseGet(() -> source.source().defaultDatabase().stream().toList());
    }

    private static ResourceAnswer answer(String uri, String database, ToolOutcome outcome) {
        return switch (outcome) {
            case ToolOutcome.Tables(CatalogAnswer.Found found) ->
                    ReadResourceResult.ofText(
                            uri,
                            JSON,
                            Json.text(
                                    JsonObject.builder()
                                            .put(VARIABLE, database)
                                            .putAll(ToolResults.tables(found))
                                            .build()));
            case ToolOutcome.Refused(Problem problem) -> problem(problem);
            case ToolOutcome.Failed(Problem problem) -> problem(problem);
            case ToolOutcome.Unknown(Problem problem) -> problem(problem);
            case ToolOutcome.Reply ignored -> new InvalidParams("There is no such resource");
            case ToolOutcome.Rows ignored -> new InvalidParams("There is no such resource");
            case ToolOutcome.Written ignored -> new InvalidParams("There is no such resource");
            case ToolOutcome.Called ignored -> new InvalidParams("There is no such resource");
            case ToolOutcome.Exported ignored -> new InvalidParams("There is no such resource");
        };
    }

    private static ResourceAnswer problem(Problem problem) {
        return new InvalidParams(
                problem.code()
                        + " "
                        + FormerErrorType.of(problem.code())
                        + ": "
                        + problem.reason()
                        + ". "
                        + problem.hint());
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
