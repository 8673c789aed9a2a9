package dev.sallyport.tool;

import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonString;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The sources that a tool offers, and the argument that chooses one; immutable. */
final class SourceChoice {
    private static final String ARGUMENT = "source";
    private static final String ANY_DIALECT = "SQL";

    private final Map<String, GovernedSource> byName = new LinkedHashMap<>();

    /** The source of calls that name none. */
    private final Optional<String> standard;

    /** Where there are several, a call names one. */
    SourceChoice(Collection<GovernedSource> sources) {
        this(sources, Optional.empty());
    }

    SourceChoice(Collection<GovernedSource> sources, Optional<String> defaultSource) {
        sources.forEach(source -> byName.put(source.name(), source));
        this.standard = byName.size() == 1 ? byName.keySet().stream().findFirst() : defaultSource;
    }

    /** The source of a call; empty where there is no such one, or none is named of several. */
    Optional<GovernedSource> of(Arguments in) {
        Optional<String> named = in.text(ARGUMENT);
        Optional<String> name = named.isPresent() ? named : standard;
        return name.isPresent() ? Optional.ofNullable(byName.get(name.get())) : Optional.empty();
    }

    /** The refusal of a call that names no source of these. */
    ToolAction unknown() {
        return new ToolAction.Refuse(
                Problem.of(CallProblem.UNKNOWN_SOURCE, "Set source to one of: " + names() + "."));
    }

    /** Names of the arguments that a call must have, beside those of the tool. */
    List<String> required() {
        return byName.size() > 1 && standard.isEmpty() ? List.of(ARGUMENT) : List.of();
    }

    /** Puts the schema of the argument. */
    void putSchema(JsonObject.Builder properties) {
        JsonObject.Builder schema =
                JsonObject.builder().put("enum", JsonArray.ofStrings(byName.keySet()));
        schema.putIfPresent("default", standard.map(JsonString::new));
        if (byName.size() > 1 && dialectTitle().equals(ANY_DIALECT)) {
            schema.put(
                    "description",
                    byName.values().stream()
                            .map(source -> source.name() + ": " + source.source().dialect().title())
                            .collect(Collectors.joining(", ")));
        }
        properties.put(ARGUMENT, schema.build());
    }

    /** The engines' names, for descriptions; of several sources only "SQL". */
    String dialectTitle() {
        List<String> titles =
                byName.values().stream()
                        .map(source -> source.source().dialect().title())
                        .distinct()
                        .toList();
        return titles.size() == 1 ? titles.getFirst() : ANY_DIALECT;
    }

    Collection<GovernedSource> all() {
        return List.copyOf(byName.values());
    }

    private String names() {
        return String.join(", ", byName.keySet());
    }
}
