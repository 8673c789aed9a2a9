package dev.sallyport.app;

import dev.sallyport.audit.AuditSettings;
import dev.sallyport.auth.ConfiguredCaller;
import dev.sallyport.call.Caller;
import dev.sallyport.config.ConfigSection;
import dev.sallyport.config.Configuration;
import dev.sallyport.config.Environment;
import dev.sallyport.execution.ExecutionLimits;
import dev.sallyport.execution.WriteSettings;
import dev.sallyport.export.ExportSettings;
import dev.sallyport.guard.AllowList;
import dev.sallyport.guard.GuardSettings;
import dev.sallyport.guard.ProcedureGuard;
import dev.sallyport.guard.SqlGuard;
import dev.sallyport.policy.RateLimit;
import dev.sallyport.source.Source;
import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.Sources;
import dev.sallyport.tool.GovernedSource;
import dev.sallyport.tool.ToolSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The whole configuration, read by the features that own its keys. Nothing is opened: no database,
 * no file.
 */
record GateConfig(
        Sources sources,
        List<GovernedSource> governed,
        ToolSettings tools,
        RateLimit rateLimit,
        AuditSettings audit,
        ExportSettings exports,
        Map<String, Duration> schemaCache,
        Caller caller,
        String serverName,
        String serverVersion) {
    /**
     * Reads everything, and has the guard inspect the declared statements.
     *
     * @throws dev.sallyport.config.ConfigException with all problems, if there is one
     */
    static GateConfig read(Configuration configuration, Environment environment) {
        GateConfig config = readSections(configuration, environment);
        config.tools().inspect(config.governed());
        configuration.finish();
        return config;
    }

    /**
     * Reads everything, and leaves the declared statements to {@link StatementInspection}, which
     * takes longer than all of this.
     *
     * @throws dev.sallyport.config.ConfigException with all problems, if there is one
     */
    static GateConfig readWithoutInspection(Configuration configuration, Environment environment) {
        GateConfig config = readSections(configuration, environment);
        configuration.finish();
        return config;
    }

    private static GateConfig readSections(Configuration configuration, Environment environment) {
        ConfigSection root = configuration.root();
        Map<String, ConfigSection> sections = root.sections("sources");
        if (sections.isEmpty()) {
            root.problem("sources", "at least one source is needed");
        }
        List<SourceConfig> configs = new ArrayList<>();
        Path drivers = StateFolder.drivers(environment);
        sections.forEach((name, section) -> configs.add(SourceConfig.read(name, section, drivers)));
        Sources sources = new Sources(configs);
        ExportSettings exports = ExportSettings.read(root.section("export"), drivers);
        List<GovernedSource> governed = new ArrayList<>();
        sections.forEach((name, section) ->
                sources.named(name)
                        .ifPresent(source -> governed.add(governed(source, section, exports))));
        ToolSettings tools = ToolSettings.read(root, governed);
        Caller caller = ConfiguredCaller.read(root.section("caller"));
        checkRoles(caller, tools, root);
        RateLimit rateLimit = RateLimit.read(root.section("rate-limit"));
        AuditSettings audit =
                AuditSettings.read(root.section("audit"), environment, StateFolder.of(environment));
        ConfigSection server = root.section("server");
        return new GateConfig(
                sources,
                governed,
                tools,
                rateLimit,
                audit,
                exports,
                schemaCache(sections),
                caller,
                server.text("name", "sallyport"),
                server.optionalText("version").orElse(Version.TEXT));
    }

    private static void checkRoles(Caller caller, ToolSettings tools, ConfigSection root) {
        for (String role : caller.roles()) {
            if (!tools.roles().contains(role)) {
                root.section("caller")
                        .problem(
                                "roles",
                                "there is no role "
                                        + role
                                        + "; roles: "
                                        + String.join(", ", new TreeSet<>(tools.roles())));
            }
        }
    }

    /** For how long what each source holds is remembered. */
    private static Map<String, Duration> schemaCache(Map<String, ConfigSection> sources) {
        Map<String, Duration> times = new LinkedHashMap<>();
        sources.forEach((name, section) ->
                times.put(name, section.durationBetween("schema-cache", "0ms", "24h", "5m")));
        return times;
    }

    /** The longest time that a statement of any source may take. */
    Duration longestTimeout() {
        return Stream.concat(
                        governed.stream().map(source -> source.limits().timeout()),
                        governed.stream()
                                .filter(source -> source.exports().isPresent())
                                .map(ignored -> exports.limits().timeout()))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /** Names of the sources whose owner allows changes. */
    List<String> sourcesWithWrites() {
        return sources.all().stream().filter(Source::writes).map(Source::name).toList();
    }

    /** Names of the sources whose owner allows UPDATE and DELETE without WHERE. */
    List<String> sourcesWithoutWhere() {
        return governed.stream()
                .filter(source -> source.writes().withoutWhere())
                .map(source -> source.source().name())
                .toList();
    }

    /** Whether a source may be exported. */
    boolean hasExports() {
        return governed.stream().anyMatch(source -> source.exports().isPresent());
    }

    private static Optional<Source> exported(
            Source source, ConfigSection section, ExportSettings exports) {
        if (!section.flag("export", false)) {
            return Optional.empty();
        }
        if (exports.folder().isEmpty()) {
            section.problem("export", "the key export.folder has to say where files are written");
            return Optional.empty();
        }
        return Optional.of(source.apart(exports.concurrentExports(), exports.limits().timeout()));
    }

    private static GovernedSource governed(
            Source source, ConfigSection section, ExportSettings exports) {
        WriteSettings writes = WriteSettings.read(section);
        AllowList allowed = AllowList.read(section);
        // What guards against a change made twice is not for agents to read or change.
        AllowList names = writes.idempotencyTable().map(allowed::without).orElse(allowed);
        return new GovernedSource(
                source,
                new SqlGuard(source.dialect(), names, GuardSettings.read(section)),
                ExecutionLimits.read(section.section("limits")),
                writes,
                ProcedureGuard.read(section, source.dialect(), names, source.defaultDatabase()),
                exported(source, section, exports));
    }
}
