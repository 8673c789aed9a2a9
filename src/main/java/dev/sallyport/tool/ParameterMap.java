package dev.sallyport.tool;

import dev.sallyport.config.ConfigSection;
import dev.sallyport.json.JsonString;
import dev.sallyport.json.JsonValue;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What becomes of a text before it is checked and bound: blanks around it go, and a name becomes
 * the code that the data has for it, whatever its case.
 *
 * @param codes by names in lower case, the codes themselves among them
 * @param refuseUnknown whether a text that is no name of these is refused; otherwise it passes
 */
record ParameterMap(boolean trim, Map<String, String> codes, boolean refuseUnknown) {
    private static final String PASS = "pass";
    private static final String REFUSE = "refuse";

    ParameterMap {
        codes = Map.copyOf(codes);
    }

    /**
     * Reads {@code trim}, {@code map}, {@code map-of} and {@code map-unknown}.
     *
     * @param named the maps of the configuration that tools share
     */
    static ParameterMap read(
            ConfigSection in, ParameterType type, Map<String, Map<String, String>> named) {
        boolean trim = in.flag("trim", false);
        Map<String, String> codes = new HashMap<>();
        Map<String, String> names = new HashMap<>();
        Map<String, String> given = in.textsByName("map");
        given.forEach((name, code) -> noteOther(in, "map", names, name, code));
        Optional<String> shared = in.optionalText("map-of");
        shared.ifPresent(name -> {
            if (!named.containsKey(name)) {
                in.problem(
                        "map-of",
                        "there is no such map; maps: " + String.join(", ", named.keySet()));
            }
            named.getOrDefault(name, Map.of())
                    .forEach((text, code) -> noteOther(in, "map-of", names, text, code));
        });
        codes.putAll(names);
        names.values().forEach(code -> codes.putIfAbsent(fold(code), code));
        boolean refuse = in.oneOf("map-unknown", PASS, PASS, REFUSE).equals(REFUSE);
        if (type != ParameterType.STRING && (trim || !codes.isEmpty())) {
            in.problem("trim, map and map-of are for the type string");
        }
        return new ParameterMap(trim, codes, refuse);
    }

    /** A name of two codes would stand for whichever came last. */
    private static void noteOther(
            ConfigSection in, String key, Map<String, String> names, String name, String code) {
        String other = names.putIfAbsent(fold(name), code);
        if (other != null && !other.equals(code)) {
            in.problem(key, "'" + name + "' has two codes: case does not tell names apart");
        }
    }

    /** Whether some text becomes this one. */
    boolean reaches(String text) {
        boolean passes = !refuseUnknown || codes.isEmpty();
        return codes.containsValue(text)
                || (passes && applied(new JsonString(text)).equals(new JsonString(text)));
    }

    /** The codes, each once. */
    List<String> names() {
        return codes.values().stream().distinct().sorted().toList();
    }

    /** Whether a value is checked and bound as the agent writes it. */
    boolean changesNothing() {
        return !trim && codes.isEmpty();
    }

    /** The value that is checked and bound; other types than texts as they are. */
    JsonValue applied(JsonValue value) {
        if (!(value instanceof JsonString(String text))) {
            return value;
        }
        String stripped = trim ? text.strip() : text;
        return new JsonString(codes.getOrDefault(fold(stripped), stripped));
    }

    /** What is wrong with a value before it is applied; empty if nothing is. */
    Optional<String> violation(JsonValue value) {
        boolean unknown =
                refuseUnknown
                        && !codes.isEmpty()
                        && value instanceof JsonString(String text)
                        && !codes.containsKey(fold(text));
        return unknown
                ? Optional.of("must be one of " + String.join(", ", known()))
                : Optional.empty();
    }

    private List<String> known() {
        return codes.values().stream().distinct().sorted().limit(100).toList();
    }

    private static String fold(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }
}
