package dev.sallyport.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Keys and values of one level of the configuration.
 *
 * <p>A reader never throws: it notes a problem, with its path, line and what is allowed, and
 * carries on with the default. {@code ${env:NAME}} in a text stands for a variable of the
 * environment. Not thread-safe.
 */
public final class ConfigSection {
    private final String path;
    private final String pattern;
    private final ConfigNode.Entries node;
    private final ConfigReport report;
    private final Set<String> known = new LinkedHashSet<>();
    private final Map<String, Object> effective = new LinkedHashMap<>();
    private final Map<String, ConfigSection> children = new HashMap<>();

    ConfigSection(String path, String pattern, ConfigNode.Entries node, ConfigReport report) {
        this.path = path;
        this.pattern = pattern;
        this.node = node;
        this.report = report;
        report.opened(this);
    }

    /** The path of this section, as {@code sources.shop}. */
    public String path() {
        return path;
    }

    /** Whether the file has the key. */
    public boolean has(String key) {
        return node.entries().containsKey(key);
    }

    /** A text that must be there and not be blank; empty text where it is not, which is noted. */
    public String text(String key) {
        asked(key, "text", "", "required");
        Optional<String> value = scalar(key).filter(text -> !text.isBlank());
        if (value.isEmpty() && !has(key)) {
            problem(key, "is missing");
        } else if (value.isEmpty() && node.entries().get(key) instanceof ConfigNode.Text) {
            problem(key, "must not be empty");
        }
        return value.map(text -> noted(key, text)).orElse("");
    }

    /** A text, or its default. */
    public String text(String key, String defaultValue) {
        asked(key, "text", defaultValue, "");
        return noted(key, scalar(key).orElse(defaultValue));
    }

    /** A text that may be missing. */
    public Optional<String> optionalText(String key) {
        asked(key, "text", "", "");
        return scalar(key).map(text -> noted(key, text));
    }

    /** One of the named values. */
    public String oneOf(String key, String defaultValue, String... allowed) {
        String range = String.join(", ", allowed);
        return parsed(
                key,
                "text",
                defaultValue,
                range,
                text ->
                        Arrays.asList(allowed).contains(text)
                                ? Optional.of(text)
                                : Optional.empty());
    }

    /** {@code true} or {@code false}, and nothing else: not {@code yes}, not {@code True}. */
    public boolean flag(String key, boolean defaultValue) {
        return parsed(
                key,
                "flag",
                defaultValue,
                "true, false",
                text ->
                        switch (text) {
                            case "true" -> Optional.of(true);
                            case "false" -> Optional.of(false);
                            default -> Optional.empty();
                        });
    }

    public int intBetween(String key, int min, int max, int defaultValue) {
        return parsed(
                key,
                "number",
                defaultValue,
                min + " to " + max,
                text -> {
                    try {
                        int value = Integer.parseInt(text.replace("_", ""));
                        return value < min || value > max ? Optional.empty() : Optional.of(value);
                    } catch (NumberFormatException notANumber) {
                        return Optional.empty();
                    }
                });
    }

    /** An amount of data between two, all three written as in {@link DataSize}. */
    public DataSize sizeBetween(String key, String min, String max, String defaultValue) {
        DataSize low = DataSize.parse(min).orElseThrow();
        DataSize high = DataSize.parse(max).orElseThrow();
        DataSize standard = DataSize.parse(defaultValue).orElseThrow();
        return parsed(
                key,
                "size",
                standard,
                min + " to " + max,
                text ->
                        DataSize.parse(text)
                                .filter(value ->
                                        value.compareTo(low) >= 0 && value.compareTo(high) <= 0));
    }

    /** A duration between two, all three written as in {@link Durations}. */
    public Duration durationBetween(String key, String min, String max, String defaultValue) {
        Duration low = Durations.parse(min).orElseThrow();
        Duration high = Durations.parse(max).orElseThrow();
        Duration standard = Durations.parse(defaultValue).orElseThrow();
        asked(key, "duration", defaultValue, min + " to " + max);
        Duration value =
                scalar(key)
                        .flatMap(text ->
                                within(
                                        key,
                                        text,
                                        min + " to " + max,
                                        Durations.parse(text)
                                                .filter(duration ->
                                                        duration.compareTo(low) >= 0
                                                                && duration.compareTo(high) <= 0)))
                        .orElse(standard);
        noted(key, Durations.text(value));
        return value;
    }

    /** A list of texts; empty where the key is missing, and a list may itself be empty. */
    public Optional<List<String>> texts(String key) {
        asked(key, "list of texts", "", "");
        return elements(key);
    }

    private Optional<List<String>> elements(String key) {
        switch (node.entries().get(key)) {
            case null -> {
                return Optional.empty();
            }
            case ConfigNode.Items(List<ConfigNode> elements, int line) -> {
                List<String> texts = new ArrayList<>();
                for (ConfigNode element : elements) {
                    if (element instanceof ConfigNode.Text(String value, int elementLine)) {
                        substituted(key, value, elementLine).ifPresent(texts::add);
                    } else {
                        report.problem(child(key), line, "must be a list of texts");
                    }
                }
                effective.put(key, List.copyOf(texts));
                return Optional.of(List.copyOf(texts));
            }
            case ConfigNode.Text ignored -> problem(key, "must be a list, as [one, two]");
            case ConfigNode.Entries ignored -> problem(key, "must be a list, as [one, two]");
        }
        return Optional.empty();
    }

    /**
     * A credential: exactly one {@code ${env:NAME}}, since a credential written into a file is
     * refused.
     */
    public Optional<Secret> secret(String key) {
        asked(key, "secret", "", "${env:NAME}");
        if (!(node.entries().get(key) instanceof ConfigNode.Text(String text, int line))) {
            if (has(key)) {
                problem(key, "must be ${env:NAME}");
            }
            return Optional.empty();
        }
        if (!text.startsWith("${env:") || text.indexOf('}') != text.length() - 1) {
            report.problem(
                    child(key),
                    line,
                    "a credential comes from the environment only: write ${env:NAME}");
            return Optional.empty();
        }
        effective.put(key, Secret.MASK);
        return substituted(key, text, line).map(Secret::new);
    }

    /** The section below a key, the same for everyone who asks; empty where the key is missing. */
    public ConfigSection section(String key) {
        known.add(key);
        ConfigSection section = children.get(key);
        if (section == null) {
            section = child(key, child(key), pattern.isEmpty() ? key : pattern + "." + key);
            children.put(key, section);
        }
        return section;
    }

    /** The sections below a key, by names that the owner chooses, in the order of the file. */
    public Map<String, ConfigSection> sections(String key) {
        ConfigSection named = section(key);
        Map<String, ConfigSection> sections = new LinkedHashMap<>();
        for (String name : named.node.entries().keySet()) {
            named.known.add(name);
            sections.put(name, named.child(name, named.child(name), named.pattern + ".*"));
        }
        return sections;
    }

    /** The texts below a key, by names that the owner chooses, in the order of the file. */
    public Map<String, String> textsByName(String key) {
        return section(key).textsByName();
    }

    /** The texts of this section, by names that the owner chooses, in the order of the file. */
    public Map<String, String> textsByName() {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String name : node.entries().keySet()) {
            askedByName(name, "text");
            scalar(name).ifPresent(text -> texts.put(name, noted(name, text)));
        }
        return texts;
    }

    /** The lists below a key, by names that the owner chooses, in the order of the file. */
    public Map<String, List<String>> listsByName(String key) {
        ConfigSection named = section(key);
        Map<String, List<String>> lists = new LinkedHashMap<>();
        for (String name : named.node.entries().keySet()) {
            named.askedByName(name, "list of texts");
            named.elements(name).ifPresent(list -> lists.put(name, list));
        }
        return lists;
    }

    /** Notes a problem with the value of a key. */
    public void problem(String key, String message) {
        ConfigNode value = node.entries().get(key);
        report.problem(child(key), value == null ? node.line() : value.line(), message);
    }

    /** Notes a problem with the section as a whole. */
    public void problem(String message) {
        report.problem(path, node.line(), message);
    }

    Map<String, Object> effective() {
        return effective;
    }

    void noteUnknownKeys() {
        node.entries()
                .forEach((key, value) -> {
                    if (!known.contains(key)) {
                        String allowed =
                                known.isEmpty() ? "" : "; allowed: " + String.join(", ", known);
                        report.problem(child(key), value.line(), "unknown key" + allowed);
                    }
                });
    }

    private ConfigSection child(String key, String childPath, String childPattern) {
        ConfigNode.Entries entries =
                switch (node.entries().get(key)) {
                    case null -> new ConfigNode.Entries(Map.of(), node.line());
                    case ConfigNode.Entries found -> found;
                    case ConfigNode.Text(String text, int line) -> {
                        if (!text.isEmpty()) {
                            report.problem(childPath, line, "must hold keys with values");
                        }
                        yield new ConfigNode.Entries(Map.of(), line);
                    }
                    case ConfigNode.Items(List<ConfigNode> ignored, int line) -> {
                        report.problem(childPath, line, "must hold keys with values, not a list");
                        yield new ConfigNode.Entries(Map.of(), line);
                    }
                };
        ConfigSection section = new ConfigSection(childPath, childPattern, entries, report);
        effective.put(key, section.effective);
        return section;
    }

    private <T> T parsed(
            String key,
            String type,
            T defaultValue,
            String allowed,
            Function<String, Optional<T>> parser) {
        asked(key, type, defaultValue.toString(), allowed);
        T value =
                scalar(key)
                        .flatMap(text -> within(key, text, allowed, parser.apply(text)))
                        .orElse(defaultValue);
        effective.put(key, value instanceof DataSize ? value.toString() : value);
        return value;
    }

    private <T> Optional<T> within(String key, String text, String allowed, Optional<T> value) {
        if (value.isEmpty()) {
            // Quoted so that a typo is seen at once; as it is written, since a variable may hold a
            // credential.
            problem(
                    key,
                    "'"
                            + abbreviated(written(key, text))
                            + "' is not allowed; allowed: "
                            + allowed);
        }
        return value;
    }

    private Optional<String> scalar(String key) {
        return switch (node.entries().get(key)) {
            case null -> Optional.empty();
            case ConfigNode.Text(String text, int line) -> substituted(key, text, line);
            case ConfigNode.Items ignored -> notText(key);
            case ConfigNode.Entries ignored -> notText(key);
        };
    }

    private Optional<String> notText(String key) {
        problem(key, "must be a single value");
        return Optional.empty();
    }

    /** The text with its variables put in; empty where one is missing, which is noted. */
    private Optional<String> substituted(String key, String text, int line) {
        StringBuilder result = new StringBuilder();
        int from = 0;
        for (int start = text.indexOf("${"); start >= 0; start = text.indexOf("${", from)) {
            int end = text.indexOf('}', start);
            if (end < 0 || !text.startsWith("${env:", start)) {
                report.problem(
                        child(key), line, "only ${env:NAME} may follow a dollar sign and brace");
                return Optional.empty();
            }
            String name = text.substring(start + "${env:".length(), end);
            Optional<String> value = report.environment().variable(name);
            if (value.isEmpty()) {
                report.problem(
                        child(key), line, "the environment variable " + name + " is not set");
                return Optional.empty();
            }
            result.append(text, from, start).append(value.get());
            from = end + 1;
        }
        return Optional.of(result.append(text, from, text.length()).toString());
    }

    private void asked(String key, String type, String defaultValue, String allowed) {
        known.add(key);
        report.asked(
                new ConfigKey(
                        pattern.isEmpty() ? key : pattern + "." + key,
                        type,
                        defaultValue,
                        allowed));
    }

    private void askedByName(String name, String type) {
        known.add(name);
        report.asked(new ConfigKey(pattern + ".*", type, "", ""));
    }

    private String noted(String key, String text) {
        effective.put(key, written(key, text));
        return text;
    }

    /** A value as it may be shown: where variables are put in, as the file has it. */
    private String written(String key, String text) {
        return node.entries().get(key) instanceof ConfigNode.Text(String raw, int _)
                        && raw.contains("${")
                ? raw
                : text;
    }

    private String child(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private static String abbreviated(String text) {
        return text.codePoints()
                .limit(40)
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }
}
