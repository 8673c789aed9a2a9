package dev.sallyport.tool;

import dev.sallyport.config.ConfigSection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Under which names the built-in tools appear, and which of them do, by the section {@code
 * built-in-tools} of the configuration.
 *
 * @param defaultSource the source of calls that name none, where there are several
 */
record BuiltInTools(
        Query query,
        Execute execute,
        Procedure procedure,
        Named search,
        Named describeEntities,
        Named countEntities,
        Named describeServer,
        Named export,
        Optional<String> defaultSource) {
    /** Everything under its own name. */
    static final BuiltInTools STANDARD =
            new BuiltInTools(
                    new Query(
                            new Named(QueryTool.NAME, true),
                            QueryTool.STATEMENT,
                            SearchSchemaTool.NAME,
                            LegacyKeys.NONE,
                            Optional.empty()),
                    new Execute(
                            new Named(ExecuteTool.NAME, true),
                            ExecuteTool.STATEMENT,
                            Optional.empty(),
                            LegacyKeys.NONE),
                    new Procedure(
                            new Named(ProcedureTool.NAME, true),
                            Optional.empty(),
                            Optional.empty()),
                    new Named(SearchSchemaTool.NAME, true),
                    new Named(DescribeEntitiesTool.NAME, true),
                    new Named(CountEntitiesTool.NAME, true),
                    new Named(DescribeServerTool.NAME, false),
                    new Named(ExportTool.NAME, true),
                    Optional.empty());

    /**
     * A tool's name.
     *
     * @param enabled whether it appears at all
     */
    record Named(String name, boolean enabled) {}

    /**
     * The tool for an agent's own statements.
     *
     * @param statement name of the argument with the statement
     * @param searchName name of the tool that finds tables
     * @param legacy members of a former server's answers
     * @param pagination name of the member that tells which of all rows an answer has; where it is
     *     there, calls say {@code offset} and {@code limit} instead of {@code max_rows}
     */
    record Query(
            Named named,
            String statement,
            String searchName,
            LegacyKeys legacy,
            Optional<String> pagination) {
        String name() {
            return named.name();
        }
    }

    /**
     * The tool for an agent's own changes.
     *
     * @param statement name of the argument with the statement
     * @param operation name of the argument that says what kind of change it is, if there is one
     * @param legacy members of a former server's answers
     */
    record Execute(Named named, String statement, Optional<String> operation, LegacyKeys legacy) {
        String name() {
            return named.name();
        }

        static Execute read(ConfigSection in) {
            ConfigSection execute = in.section(ExecuteTool.NAME);
            return new Execute(
                    BuiltInTools.named(in, ExecuteTool.NAME, true),
                    execute.text("statement", ExecuteTool.STATEMENT),
                    execute.optionalText("operation"),
                    LegacyKeys.ofChange(execute.section("legacy")));
        }
    }

    /**
     * The tool that calls procedures.
     *
     * @param shown whether it appears; empty: where one may be called
     * @param errorType name of a member that a former server had for what went wrong
     */
    record Procedure(Named named, Optional<Boolean> shown, Optional<String> errorType) {
        static Procedure read(ConfigSection in) {
            ConfigSection section = in.section(ProcedureTool.NAME);
            Optional<Boolean> shown =
                    section.has("enabled")
                            ? Optional.of(section.flag("enabled", true))
                            : Optional.empty();
            return new Procedure(
                    BuiltInTools.named(in, ProcedureTool.NAME, true),
                    shown,
                    section.section("legacy").optionalText("error-type"));
        }
    }

    static BuiltInTools read(ConfigSection root, Collection<GovernedSource> sources) {
        ConfigSection in = root.section("built-in-tools");
        ConfigSection query = in.section(QueryTool.NAME);
        Named search = named(in, SearchSchemaTool.NAME, true);
        Optional<String> defaultSource = root.optionalText("default-source");
        if (defaultSource.isPresent()
                && sources.stream().noneMatch(one -> one.name().equals(defaultSource.get()))) {
            root.problem("default-source", "there is no such source");
        }
        BuiltInTools read =
                new BuiltInTools(
                        new Query(
                                named(in, QueryTool.NAME, true),
                                query.text("statement", QueryTool.STATEMENT),
                                search.name(),
                                LegacyKeys.read(query.section("legacy")),
                                query.optionalText("pagination")),
                        Execute.read(in),
                        Procedure.read(in),
                        search,
                        named(in, DescribeEntitiesTool.NAME, true),
                        named(in, CountEntitiesTool.NAME, true),
                        named(in, DescribeServerTool.NAME, false),
                        named(in, ExportTool.NAME, true),
                        defaultSource);
        if (read.names().size() < read.all().size()) {
            in.problem("two tools have the same name");
        }
        return read;
    }

    /** The names that no declared tool may have. */
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        all().forEach(tool -> names.add(tool.name()));
        return names;
    }

    private List<Named> all() {
        List<Named> all =
                new ArrayList<>(
                        List.of(
                                query.named(),
                                execute.named(),
                                procedure.named(),
                                search,
                                describeEntities));
        all.addAll(List.of(countEntities, describeServer, export));
        return all;
    }

    private static Named named(ConfigSection in, String tool, boolean enabled) {
        ConfigSection section = in.section(tool);
        String name = section.text("name", tool);
        if (!DeclaredTools.isToolName(name)) {
            section.problem("name", DeclaredTools.NAME_RULE);
        }
        return new Named(name, section.flag("enabled", enabled));
    }
}
