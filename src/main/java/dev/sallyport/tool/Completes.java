package dev.sallyport.tool;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the values of an argument are. */
sealed interface Completes {
    /** Names of things that there are. */
    enum Names implements Completes {
        SOURCE,
        DATABASE,
        SCHEMA,
        TABLE,
        COLUMN,
        ENTITY;

        String configName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The values that a parameter of a declared tool may have. */
    record Parameter(String tool, String parameter) implements Completes {}

    /** By its name in the configuration, or as {@code tool.parameter}; empty for anything else. */
    static Optional<Completes> named(String text) {
        Optional<Completes> names =
                Arrays.stream(Names.values())
                        .filter(one -> one.configName().equals(text))
                        .<Completes>map(one -> one)
                        .findFirst();
        int dot = text.indexOf('.');
        return names.isPresent() || dot <= 0 || dot == text.length() - 1
                ? names
                : Optional.of(new Parameter(text.substring(0, dot), text.substring(dot + 1)));
    }

    static String choices() {
        List<String> names = Arrays.stream(Names.values()).map(Names::configName).toList();
        return String.join(", ", names) + ", or tool.parameter of a declared tool";
    }
}
