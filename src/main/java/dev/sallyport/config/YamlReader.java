package dev.sallyport.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Reads YAML 1.2 into nodes that know their lines; scalars stay text, since the feature that reads
 * a key knows its type.
 */
final class YamlReader {
    private static final int MAX_NODES = 100_000;
    private static final int MAX_DEPTH = 50;

    private final List<ConfigProblem> problems;
    private int nodes;

    private YamlReader(List<ConfigProblem> problems) {
        this.problems = problems;
    }

    /**
     * The root of the document; an empty one where the document is empty or broken, which is noted.
     */
    static ConfigNode.Entries read(String yaml, List<ConfigProblem> problems) {
        ConfigNode.Entries empty = new ConfigNode.Entries(Map.of(), 0);
        try {
            LoadSettings settings =
                    LoadSettings.builder().setUseMarks(true).setMaxAliasesForCollections(0).build();
            Node root = new Compose(settings).composeString(yaml).orElse(null);
            if (root == null || isNull(root)) {
                return empty;
            }
            if (root instanceof MappingNode mapping) {
                return new YamlReader(problems).entries("", mapping, 0);
            }
            problems.add(
                    new ConfigProblem(
                            "", line(root), "the file holds keys with values, such as 'sources:'"));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
            int column = e.getProblemMark().map(mark -> mark.getColumn() + 1).orElse(0);
            problems.add(
                    new ConfigProblem(
                            "", line, "column " + column + ": broken YAML: " + e.getProblem()));
        } catch (ReaderException e) {
            int before = yaml.offsetByCodePoints(0, e.getPosition());
            int line = (int) yaml.substring(0, before).chars().filter(c -> c == '\n').count() + 1;
            int column = before - yaml.lastIndexOf('\n', before - 1);
            problems.add(
                    new ConfigProblem(
                            "",
                            line,
                            "column %d: broken YAML: the character U+%04X is not allowed"
                                    .formatted(column, e.getCodePoint())));
        } catch (YamlEngineException e) {
            problems.add(new ConfigProblem("", 0, "broken YAML: " + e.getMessage()));
        } catch (StackOverflowError e) {
            // The library has no limit of its own.
            problems.add(new ConfigProblem("", 0, "broken YAML: the nesting is too deep"));
        }
        return empty;
    }

    private ConfigNode node(String path, Node node, int depth) {
        if (++nodes > MAX_NODES || depth > MAX_DEPTH) {
            throw new YamlEngineException(
                    "line "
                            + line(node)
                            + ": at most %d values, and %d levels deep"
                                    .formatted(MAX_NODES, MAX_DEPTH));
        }
        return switch (node) {
            case MappingNode mapping -> entries(path, mapping, depth);
            case SequenceNode sequence -> {
                List<ConfigNode> elements = new ArrayList<>();
                for (Node element : sequence.getValue()) {
                    elements.add(node(path + "[" + elements.size() + "]", element, depth + 1));
                }
                yield new ConfigNode.Items(List.copyOf(elements), line(node));
            }
            case ScalarNode scalar ->
                    new ConfigNode.Text(isNull(scalar) ? "" : scalar.getValue(), line(node));
            default ->
                    throw new YamlEngineException(
                            "line " + line(node) + ": aliases are not supported");
        };
    }

    private ConfigNode.Entries entries(String path, MappingNode mapping, int depth) {
        Map<String, ConfigNode> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problems.add(
                        new ConfigProblem(path, line(tuple.getKeyNode()), "a key is a plain word"));
                continue;
            }
            String child = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
            ConfigNode value = node(child, tuple.getValueNode(), depth + 1);
            if (entries.putIfAbsent(key.getValue(), value) != null) {
                problems.add(new ConfigProblem(child, line(key), "the key stands here twice"));
            }
        }
        return new ConfigNode.Entries(entries, line(mapping));
    }

    private static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    private static int line(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(-1) + 1;
    }
}
