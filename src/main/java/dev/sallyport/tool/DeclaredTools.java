package dev.sallyport.tool;

import dev.sallyport.config.ConfigSection;
import dev.sallyport.guard.Verdict;
import dev.sallyport.mcp.ToolAnnotations;
import dev.sallyport.policy.PolicyReason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The tools that the configuration declares, in its section {@code tools}. */
public final class DeclaredTools {
    /** No tool is declared. */
    public static final DeclaredTools NONE = new DeclaredTools(List.of());

    /** Blocks of one statement: each one doubles the statements that it can become. */
    static final int MAX_BLOCKS = 6;

    private static final ToolAnnotations CHANGE = new ToolAnnotations(false, true, false, false);
    private static final int MAX_TOOLS = 200;
    private static final int ANY_ROWS = 100_000;
    private static final int MAX_NAME_LENGTH = 64;

    static final String NAME_RULE =
            "a tool's name has 1 to " + MAX_NAME_LENGTH + " characters: letters, digits, _ and -";

    private final List<Declared> declared;

    /** A tool, the calls that its owner wrote beside it, and where it is declared. */
    record Declared(ConfiguredQueryTool tool, List<ToolExample> examples, ConfigSection in) {
        Declared {
            examples = List.copyOf(examples);
        }
    }

    /** What tools may refer to. */
    private record Surroundings(
            Map<String, GovernedSource> sources,
            Map<String, Map<String, String>> maps,
            Set<String> takenNames) {}

    private DeclaredTools(List<Declared> declared) {
        this.declared = List.copyOf(declared);
    }

    public boolean isEmpty() {
        return declared.isEmpty();
    }

    List<Declared> all() {
        return declared;
    }

    /** A parameter of a tool that calls can come to. */
    Optional<ToolParameter> parameter(String tool, String parameter) {
        return declared.stream()
                .map(Declared::tool)
                .filter(one -> one.name().equals(tool))
                .flatMap(one -> one.parameters().stream())
                .filter(one -> one.name().equals(parameter) && one.fromCaller().isEmpty())
                .findFirst();
    }

    List<Tool> tools() {
        return declared.stream()
                .map(Declared::tool)
                .filter(ConfiguredQueryTool::isOpen)
                .<Tool>map(tool -> tool)
                .toList();
    }

    /**
     * Has the guard inspect every statement that a tool can become, and notes each tool with one
     * that it refuses as a problem of the configuration. No database is asked.
     *
     * <p>It is apart from {@link #read} because it loads the parsers, which costs more time than
     * all else at a start. A call is inspected anyway: this only finds what an owner got wrong
     * before an agent does.
     */
    public void inspect() {
        for (Declared one : declared) {
            guardProblem(one.tool()).ifPresent(problem -> one.in().problem("sql", problem));
        }
    }

    /**
     * Reads the section {@code tools} of the configuration's root, and compiles the statements.
     * What is wrong with a tool is noted as a problem of the configuration.
     */
    public static DeclaredTools read(ConfigSection root, Collection<GovernedSource> sources) {
        Map<String, GovernedSource> byName = new LinkedHashMap<>();
        sources.forEach(source -> byName.put(source.name(), source));
        Map<String, Map<String, String>> maps = new LinkedHashMap<>();
        root.sections("maps").forEach((name, in) -> maps.put(name, in.textsByName()));
        Surroundings around =
                new Surroundings(byName, maps, BuiltInTools.read(root, sources).names());
        List<Declared> tools = new ArrayList<>();
        Set<String> names = new HashSet<>();
        around.takenNames().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
        Map<String, ConfigSection> sections = root.sections("tools");
        if (sections.size() > MAX_TOOLS) {
            root.problem("tools", "there are more than " + MAX_TOOLS + " tools");
        }
        sections.forEach((name, in) -> {
            if (!names.add(name.toLowerCase(Locale.ROOT)) && !around.takenNames().contains(name)) {
                in.problem("another tool has this name in other letters");
            }
            readTool(name, in, around).ifPresent(tools::add);
        });
        return new DeclaredTools(tools);
    }

    private static Optional<Declared> readTool(String name, ConfigSection in, Surroundings around) {
        checkName(name, in, around.takenNames());
        Optional<GovernedSource> source = source(in, around.sources());
        Optional<String> database = in.optionalText("database");
        Optional<String> title = in.optionalText("title");
        String description = in.text("description");
        List<ToolParameter> parameters = new ArrayList<>();
        in.sections("parameters")
                .forEach((key, section) ->
                        parameters.add(ToolParameter.read(key, section, around.maps())));
        String sql = in.text("sql");
        AnswerShape shape = AnswerShape.read(in);
        checkEcho(shape, parameters, in);
        int mostRows = source.map(found -> found.limits().maxRows()).orElse(ANY_ROWS);
        int maxRows = in.intBetween("max-rows", 1, mostRows, mostRows);
        int mostAffected = source.map(found -> found.writes().maxAffectedRows()).orElse(ANY_ROWS);
        int maxAffected = in.intBetween("max-affected-rows", 1, mostAffected, mostAffected);
        List<ToolExample> examples = new ArrayList<>();
        in.sections("examples")
                .forEach(
                        (key, section) -> examples.add(ToolExample.read(key, section, parameters)));
        if (source.isEmpty() || sql.isEmpty()) {
            annotations(in.section("annotations"), ToolAnnotations.READ_ONLY);
            return Optional.empty();
        }
        if (database.isPresent() && !source.get().source().reaches(database.get())) {
            in.problem(
                    "database",
                    "statements for "
                            + source.get().name()
                            + " run in one database"
                            + source.get()
                                    .source()
                                    .defaultDatabase()
                                    .map(own -> ": " + own)
                                    .orElse(""));
            return Optional.empty();
        }
        SqlTemplate template = SqlTemplate.read(sql, source.get().source().dialect());
        ToolAnnotations annotations =
                annotations(
                        in.section("annotations"),
                        template.changesData() ? CHANGE : ToolAnnotations.READ_ONLY);
        if (!isSound(template, parameters, in)) {
            return Optional.empty();
        }
        Optional<ConfiguredQueryTool.Terms> terms = Optional.empty();
        if (template.changesData()) {
            checkChange(source.get(), parameters, annotations, examples, in);
            terms =
                    Optional.of(
                            new ConfiguredQueryTool.Terms(
                                    maxAffected,
                                    source.get().writes().idempotencyTable().isPresent()));
        }
        ConfiguredQueryTool tool =
                new ConfiguredQueryTool(
                        new ConfiguredQueryTool.ToolHeading(name, title, description, annotations),
                        source.get(),
                        database,
                        parameters,
                        template,
                        shape,
                        source.get().limits().withAtMostRows(maxRows),
                        terms);
        return Optional.of(new Declared(tool, examples, in));
    }

    /** What holds of changes alone. */
    private static void checkChange(
            GovernedSource source,
            List<ToolParameter> parameters,
            ToolAnnotations annotations,
            List<ToolExample> examples,
            ConfigSection in) {
        if (source.source().writes() && !source.source().takesChanges()) {
            in.problem("sql", "there is no way to change data of this engine yet");
        }
        if (annotations.readOnly()) {
            in.section("annotations").problem("read-only", "the statement changes data");
        }
        for (String key : List.of("result", "max-rows")) {
            if (in.has(key)) {
                in.problem(key, "is for statements that read");
            }
        }
        for (ToolParameter parameter : parameters) {
            if (parameter.limitsRows()) {
                in.problem("parameters", parameter.name() + " limits rows that are read");
            }
            if (parameter.name().equals(ExecuteTool.KEY)) {
                in.problem("parameters", ExecuteTool.KEY + " is an argument of every change");
            }
        }
        if (examples.stream().anyMatch(one -> one.code().isEmpty())) {
            in.problem("examples", "of a change expect a code: they are tried and never made");
        }
    }

    private static void checkEcho(
            AnswerShape shape, List<ToolParameter> parameters, ConfigSection in) {
        for (String name : shape.legacy().echo()) {
            if (parameters.stream().noneMatch(parameter -> parameter.name().equals(name))) {
                in.section("legacy").problem("echo", "there is no parameter " + name);
            }
        }
    }

    /** What a client may tell its user; what a tool may do does not depend on it. */
    private static ToolAnnotations annotations(ConfigSection in, ToolAnnotations standard) {
        return new ToolAnnotations(
                in.flag("read-only", standard.readOnly()),
                in.flag("destructive", standard.destructive()),
                in.flag("idempotent", standard.idempotent()),
                in.flag("open-world", standard.openWorld()));
    }

    private static void checkName(String name, ConfigSection in, Set<String> taken) {
        if (!isToolName(name)) {
            in.problem(NAME_RULE);
        } else if (taken.contains(name) || name.equals(ProcedureTool.FORMER_NAME)) {
            in.problem("a built-in tool has this name");
        }
    }

    /** Whether a tool may be called so. */
    static boolean isToolName(String name) {
        return !name.isEmpty()
                && name.length() <= MAX_NAME_LENGTH
                && name.chars().allMatch(c -> SqlTemplate.isNamePart((char) c) || c == '-');
    }

    private static Optional<GovernedSource> source(
            ConfigSection in, Map<String, GovernedSource> sources) {
        Optional<String> name =
                sources.size() == 1 && !in.has("source")
                        ? in.optionalText("source").or(() -> sources.keySet().stream().findFirst())
                        : Optional.of(in.text("source")).filter(text -> !text.isEmpty());
        if (name.isPresent() && !sources.containsKey(name.get())) {
            in.problem(
                    "source",
                    "there is no such source; sources: " + String.join(", ", sources.keySet()));
        }
        return name.flatMap(given -> Optional.ofNullable(sources.get(given)));
    }

    /** Notes what is wrong with parameters and blocks. */
    private static boolean isSound(
            SqlTemplate template, List<ToolParameter> parameters, ConfigSection in) {
        List<String> problems = new ArrayList<>(template.problems());
        if (problems.isEmpty()) {
            Set<String> declared = new LinkedHashSet<>();
            parameters.forEach(parameter -> declared.add(parameter.name()));
            for (String used : template.parameters()) {
                if (!declared.contains(used)) {
                    problems.add("the parameter :" + used + " is not declared");
                }
            }
            for (ToolParameter parameter : parameters) {
                check(parameter, template, problems);
            }
            checkBlocks(template, parameters, problems);
        }
        problems.forEach(problem -> in.problem("sql", problem));
        return problems.isEmpty();
    }

    private static void check(
            ToolParameter parameter, SqlTemplate template, List<String> problems) {
        if (parameter.limitsRows()) {
            if (template.parameters().contains(parameter.name())) {
                problems.add(
                        "the parameter :"
                                + parameter.name()
                                + " limits the rows, so it is no part of the statement");
            }
        } else if (!template.parameters().contains(parameter.name())) {
            problems.add("the parameter " + parameter.name() + " is declared and not used");
        } else if (parameter.fromCaller().isPresent()
                && !template.parametersOutsideBlocks().contains(parameter.name())) {
            problems.add(
                    "the parameter :"
                            + parameter.name()
                            + " comes from the caller: write it outside of blocks [[ … ]] too, or"
                            + " a call that leaves an argument out does without it");
        } else if (parameter.isArray()
                && template.parametersOutsideLists().contains(parameter.name())) {
            problems.add(
                    "the array :"
                            + parameter.name()
                            + " stands for several values: write it as an element of a list, as"
                            + " IN (:"
                            + parameter.name()
                            + ")");
        } else if (parameter.mayBeAbsent()
                && template.parametersOutsideBlocks().contains(parameter.name())) {
            problems.add(
                    "the parameter :"
                            + parameter.name()
                            + " may be absent: write it inside a block [[ … ]] only, or give it a"
                            + " default");
        }
    }

    private static void checkBlocks(
            SqlTemplate template, List<ToolParameter> parameters, List<String> problems) {
        List<Set<String>> blocks = template.blocks();
        if (blocks.size() > MAX_BLOCKS) {
            problems.add("there are more than " + MAX_BLOCKS + " blocks [[ … ]]");
        }
        Set<String> optional = new LinkedHashSet<>();
        parameters.stream()
                .filter(parameter -> parameter.mayBeAbsent() && !parameter.limitsRows())
                .forEach(parameter -> optional.add(parameter.name()));
        for (Set<String> block : blocks) {
            if (block.stream().noneMatch(optional::contains)) {
                problems.add(
                        "a block [[ … ]] has no parameter that may be absent, so it never drops"
                                + " out");
            }
        }
    }

    /** Why the guard refuses one of the statements; one reason is enough. */
    private static Optional<String> guardProblem(ConfiguredQueryTool tool) {
        for (SqlTemplate.Variant variant : tool.variants()) {
            switch (tool.inspect(variant)) {
                case Verdict.Allowed allowed -> {
                    if (allowed.parameters() != tool.examples(variant).size()) {
                        return Optional.of(
                                "write every parameter as :name, and none as a question mark");
                    }
                    if (tool.changesTooMuch(allowed)) {
                        return Optional.of(
                                PolicyReason.EVERY_ROW.code()
                                        + ": a call could change every row. Write a WHERE that"
                                        + " names columns, outside of blocks [[ … ]].");
                    }
                }
                case Verdict.Refused refused -> {
                    Problem problem = Problem.of(refused);
                    return Optional.of(
                            problem.code() + ": " + problem.reason() + ". " + problem.hint());
                }
            }
        }
        return Optional.empty();
    }
}
