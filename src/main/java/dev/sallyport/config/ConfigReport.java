package dev.sallyport.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the sections of one file note while they are read: problems, keys asked for, sections to
 * check for leftovers.
 */
final class ConfigReport {
    private static final int MAX_PROBLEMS = 200;

    private final Environment environment;
    private final List<ConfigProblem> problems;
    private final Map<String, ConfigKey> keys = new LinkedHashMap<>();
    private final List<ConfigSection> sections = new ArrayList<>();

    ConfigReport(Environment environment, List<ConfigProblem> problems) {
        this.environment = environment;
        this.problems = problems;
    }

    Environment environment() {
        return environment;
    }

    void problem(String path, int line, String message) {
        ConfigProblem problem = new ConfigProblem(path, line, message);
        // Two features may read one key.
        if (problems.size() < MAX_PROBLEMS && !problems.contains(problem)) {
            problems.add(problem);
        }
    }

    void asked(ConfigKey key) {
        keys.putIfAbsent(key.path(), key);
    }

    void opened(ConfigSection section) {
        sections.add(section);
    }

    List<ConfigSection> sections() {
        return List.copyOf(sections);
    }

    List<ConfigProblem> problems() {
        return problems;
    }

    Collection<ConfigKey> keys() {
        return keys.values();
    }
}
