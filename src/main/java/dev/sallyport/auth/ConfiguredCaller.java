package dev.sallyport.auth;

import dev.sallyport.call.Caller;
import dev.sallyport.config.ConfigSection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who calls where nobody logs in: the person who started the process, as the section {@code caller}
 * of the configuration tells of them.
 */
public final class ConfiguredCaller {
    private static final int MAX_ATTRIBUTE_NAME = 64;

    private ConfiguredCaller() {}

    /** Reads the section; what is wrong is noted as a problem. */
    public static Caller read(ConfigSection in) {
        String name = in.text("name", Caller.LOCAL.name()).strip();
        if (name.isEmpty()
                || name.length() > Caller.MAX_NAME
                || name.codePoints().anyMatch(Character::isISOControl)) {
            in.problem(
                    "name",
                    "must have 1 to " + Caller.MAX_NAME + " characters, none of them for control");
            name = Caller.LOCAL.name();
        }
        Map<String, String> attributes = new LinkedHashMap<>();
        in.textsByName("attributes")
                .forEach((key, value) -> {
                    String problem = problem(key, value);
                    if (!problem.isEmpty()) {
                        in.section("attributes").problem(key, problem);
                    } else if (attributes.size() < Caller.MAX_ATTRIBUTES) {
                        attributes.put(key, value);
                    } else {
                        in.problem("attributes", "has more than " + Caller.MAX_ATTRIBUTES);
                    }
                });
        return new Caller(name, attributes, roles(in));
    }

    private static Set<String> roles(ConfigSection in) {
        List<String> roles = in.texts("roles").orElse(List.of());
        if (roles.size() > Caller.MAX_ROLES) {
            in.problem("roles", "are more than " + Caller.MAX_ROLES);
        }
        return roles.stream().limit(Caller.MAX_ROLES).collect(Collectors.toSet());
    }

    /** Says nothing of the value. */
    private static String problem(String key, String value) {
        if (key.equals("name")) {
            return "is what the caller is called: set caller.name";
        }
        if (!isName(key)) {
            return "an attribute's name has 1 to "
                    + MAX_ATTRIBUTE_NAME
                    + " characters: letters, digits, '_', '-', '.', ':' and '/'";
        }
        return value.isBlank() || value.length() > Caller.MAX_VALUE
                ? "must have 1 to " + Caller.MAX_VALUE + " characters, not all of them blank"
                : "";
    }

    /** Whether an attribute may be called so; claims of tokens are often called by a URL. */
    public static boolean isName(String key) {
        return !key.isEmpty()
                && key.length() <= MAX_ATTRIBUTE_NAME
                && key.chars()
                        .allMatch(c ->
                                (c >= 'a' && c <= 'z')
                                        || (c >= 'A' && c <= 'Z')
                                        || (c >= '0' && c <= '9')
                                        || "_-.:/".indexOf(c) >= 0);
    }
}
