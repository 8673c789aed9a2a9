package dev.sallyport.config;

import java.util.List;
import java.util.Map;

/** A node of the file, with the line that it begins on. */
sealed interface ConfigNode {
    int line();

    record Text(String value, int line) implements ConfigNode {}

    record Items(List<ConfigNode> elements, int line) implements ConfigNode {}

    record Entries(Map<String, ConfigNode> entries, int line) implements ConfigNode {}
}
