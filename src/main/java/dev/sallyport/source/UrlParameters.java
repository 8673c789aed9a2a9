package dev.sallyport.source;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/** Checks the parameters of a URL against the list of those that are known to be harmless. */
final class UrlParameters {
    /** Words that make a name a credential. */
    private static final List<String> CREDENTIALS =
            List.of("user", "password", "passwd", "secret", "token", "pwd");

    private UrlParameters() {}

    /** The parameters of a URL of the form {@code …?a=b&c=d}, as they are written. */
    static List<String> afterQuestionMark(String url) {
        return after(url, '?', "&");
    }

    /** The parameters of a URL of the form {@code …;a=b;c=d}, as they are written. */
    static List<String> afterSemicolon(String url) {
        return after(url, ';', ";");
    }

    /** Whether a parameter is given. */
    static boolean has(List<String> parameters, String name, boolean ignoreCase) {
        return parameters.stream()
                .map(UrlParameters::name)
                .anyMatch(given -> ignoreCase ? given.equalsIgnoreCase(name) : given.equals(name));
    }

    /** The value of a parameter, if it is given. */
    static Optional<String> value(List<String> parameters, String name) {
        return parameters.stream()
                .filter(parameter -> name(parameter).equals(name))
                .map(parameter -> parameter.substring(parameter.indexOf('=') + 1))
                .findFirst();
    }

    /**
     * Gives a driver a property that the owner may set in the URL, unless the owner did. What the
     * owner must not change is set by {@link Properties#setProperty} alone, and its name is not on
     * the list.
     */
    static void unlessGiven(
            Properties properties, List<String> parameters, String name, String value) {
        if (!has(parameters, name, true)) {
            properties.setProperty(name, value);
        }
    }

    /**
     * What is wrong with parameters, a clause each; an unknown name is as wrong as a dangerous one.
     *
     * @param parameters {@code name=value}, as they are written
     * @param allowed names in the spelling of the driver
     */
    static List<String> problems(List<String> parameters, Set<String> allowed, boolean ignoreCase) {
        List<String> problems = new ArrayList<>();
        Map<String, String> byKey = new TreeMap<>();
        allowed.forEach(name -> byKey.put(ignoreCase ? fold(name) : name, name));
        for (String parameter : parameters) {
            String name = name(parameter);
            if (CREDENTIALS.stream().anyMatch(fold(name)::contains)) {
                problems.add(
                        "a credential does not belong into the URL: write user: and password:"
                                + " ${env:NAME}");
            } else if (!byKey.containsKey(ignoreCase ? fold(name) : name)) {
                problems.add(
                        "the parameter "
                                + shown(name)
                                + " is not allowed; allowed: "
                                + String.join(", ", byKey.values()));
            }
        }
        return problems;
    }

    private static List<String> after(String url, char start, String separator) {
        int from = url.indexOf(start);
        return from < 0
                ? List.of()
                : Arrays.stream(url.substring(from + 1).split(separator, -1))
                        .filter(parameter -> !parameter.isEmpty())
                        .toList();
    }

    private static String name(String parameter) {
        int equals = parameter.indexOf('=');
        return equals < 0 ? parameter : parameter.substring(0, equals);
    }

    private static String fold(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** A name that is a word is repeated; anything else may be part of a value. */
    private static String shown(String name) {
        boolean word =
                !name.isEmpty()
                        && name.length() <= 40
                        && name.chars().allMatch(c -> c < 128 && Character.isJavaIdentifierPart(c));
        return word ? name : "before '='";
    }
}
