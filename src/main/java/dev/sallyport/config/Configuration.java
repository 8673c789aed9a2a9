package dev.sallyport.config;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/**
 * A configuration file while it is read: hand {@link #root} to the features, then call {@link
 * #finish}.
 *
 * <p>The file is YAML 1.2 without aliases; whoever reads it bounds its size.
 */
public final class Configuration {
    private final String file;
    private final ConfigReport report;
    private final ConfigSection root;

    private Configuration(String file, ConfigReport report, ConfigNode.Entries entries) {
        this.file = file;
        this.report = report;
        this.root = new ConfigSection("", "", entries, report);
    }

    /**
     * Reads the text of a file.
     *
     * @param file its name, for the report
     */
    public static Configuration read(String file, String yaml, Environment environment) {
        return new Configuration(
                file, new ConfigReport(environment, new ArrayList<>()), nodes(file, yaml));
    }

    /**
     * The text of a file in a form that {@link #readCompiled} reads faster; it knows no lines.
     *
     * @throws ConfigException if the text is no configuration file
     */
    public static byte[] compile(String file, String yaml) {
        return CompiledNodes.write(nodes(file, yaml));
    }

    /**
     * Reads what {@link #compile} made.
     *
     * @param file the name of what was compiled, for the report
     * @throws IOException if it is something else
     */
    public static Configuration readCompiled(String file, byte[] compiled, Environment environment)
            throws IOException {
        return new Configuration(
                file,
                new ConfigReport(environment, new ArrayList<>()),
                CompiledNodes.read(compiled));
    }

    private static ConfigNode.Entries nodes(String file, String yaml) {
        List<ConfigProblem> problems = new ArrayList<>();
        ConfigNode.Entries entries = YamlReader.read(yaml, problems);
        if (!problems.isEmpty()) {
            throw new ConfigException(file, problems);
        }
        return entries;
    }

    public ConfigSection root() {
        return root;
    }

    /**
     * Ends the reading: what no feature asked for is a problem too.
     *
     * @throws ConfigException with all problems, in the order of lines, if there is one
     */
    public void finish() {
        report.sections().forEach(ConfigSection::noteUnknownKeys);
        if (!report.problems().isEmpty()) {
            List<ConfigProblem> problems = new ArrayList<>(report.problems());
            problems.sort(Comparator.comparingInt(ConfigProblem::line));
            throw new ConfigException(file, problems);
        }
    }

    /** Every key that the features asked for, in the order of asking. */
    public List<ConfigKey> keys() {
        return List.copyOf(report.keys());
    }

    /** The configuration in force, defaults included and secrets masked, as YAML. */
    public String effective() {
        Map<String, Object> values = root.effective();
        if (values.isEmpty()) {
            return "{}\n";
        }
        DumpSettings settings =
                DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setWidth(120).build();
        return new Dump(settings).dumpToString(values);
    }
}
