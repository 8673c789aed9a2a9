package dev.sallyport.tool;

import dev.sallyport.call.Caller;
import dev.sallyport.config.ConfigSection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Groups of tools and prompts, and which of them a caller sees: of those that are exposed, what the
 * roles of the caller have and what the endpoint of the call is for.
 */
final class Toolsets {
    static final Toolsets NONE = new Toolsets(Map.of(), Optional.empty(), Optional.empty());

    private static final int MAX_ROLES = 100;

    private final Map<String, Set<String>> members;

    /** Of the toolsets that are exposed; empty where everything is. */
    private final Optional<Set<String>> exposed;

    /** Members by role; empty where roles do not matter. */
    private final Optional<Map<String, Set<String>>> roles;

    private Toolsets(
            Map<String, Set<String>> members,
            Optional<Set<String>> exposed,
            Optional<Map<String, Set<String>>> roles) {
        this.members = members;
        this.exposed = exposed;
        this.roles = roles;
    }

    /**
     * Reads {@code toolsets}, {@code expose} and {@code roles}; what is wrong is noted.
     *
     * @param known names of all tools
     * @param prompts those that may belong to toolsets
     */
    static Toolsets read(ConfigSection root, Set<String> known, List<Prompt> prompts) {
        Map<String, Set<String>> sets = new LinkedHashMap<>();
        root.listsByName("toolsets")
                .forEach((name, tools) -> {
                    ConfigSection in = root.section("toolsets");
                    if (!DeclaredTools.isToolName(name)) {
                        in.problem(
                                name,
                                "a toolset's name has 1 to 64 characters: letters, digits, _ and -");
                    }
                    tools.stream()
                            .filter(tool -> !known.contains(tool))
                            .forEach(tool -> in.problem(name, "there is no tool " + tool));
                    sets.put(name, new LinkedHashSet<>(tools));
                });
        Optional<List<String>> expose = root.texts("expose");
        expose.ifPresent(names -> check(names, "expose", root, sets));
        Map<String, List<String>> byRole = root.listsByName("roles");
        ConfigSection in = root.section("roles");
        if (root.has("roles") && (byRole.isEmpty() || byRole.size() > MAX_ROLES)) {
            in.problem("there are 1 to " + MAX_ROLES + " roles");
        }
        byRole.forEach((role, names) -> check(names, role, in, sets));
        for (Prompt prompt : prompts) {
            List<String> names = prompt.toolsets().orElse(List.of());
            check(names, prompt.name(), root.section("prompts"), sets);
            names.forEach(name ->
                    sets.getOrDefault(name, new HashSet<>()).add(promptMember(prompt.name())));
        }
        Map<String, Set<String>> ofRoles = new HashMap<>();
        byRole.forEach((role, names) -> ofRoles.put(role, union(sets, names)));
        expose.ifPresent(names -> sets.keySet().retainAll(names));
        return new Toolsets(
                sets,
                expose.map(names -> union(sets, names)),
                root.has("roles") ? Optional.of(ofRoles) : Optional.empty());
    }

    private static void check(
            List<String> names, String key, ConfigSection in, Map<String, Set<String>> sets) {
        for (String name : names) {
            if (!sets.containsKey(name)) {
                in.problem(
                        key,
                        "there is no toolset "
                                + name
                                + "; toolsets: "
                                + String.join(", ", sets.keySet()));
            }
        }
    }

    private static Set<String> union(Map<String, Set<String>> sets, List<String> names) {
        Set<String> all = new HashSet<>();
        names.forEach(name -> all.addAll(sets.getOrDefault(name, Set.of())));
        return all;
    }

    /** No tool can have this name. */
    static String promptMember(String prompt) {
        return "prompt:" + prompt;
    }

    /** Names of those that an endpoint may be for. */
    Set<String> names() {
        return Set.copyOf(members.keySet());
    }

    /** What roles there are; none where they do not matter. */
    Set<String> roles() {
        return roles.map(known -> Set.copyOf(known.keySet())).orElse(Set.of());
    }

    /** The members that anybody may see; empty: everything. */
    Optional<Set<String>> exposed() {
        return exposed;
    }

    /** The members that a caller may see; empty: everything. */
    Optional<Set<String>> visible(Caller caller) {
        Optional<Set<String>> visible = exposed;
        if (roles.isPresent()) {
            Set<String> ofRoles = new HashSet<>();
            caller.roles()
                    .forEach(role -> ofRoles.addAll(roles.get().getOrDefault(role, Set.of())));
            visible = Optional.of(both(visible, ofRoles));
        }
        if (caller.toolset().isPresent()) {
            visible =
                    Optional.of(
                            both(visible, members.getOrDefault(caller.toolset().get(), Set.of())));
        }
        return visible;
    }

    private static Set<String> both(Optional<Set<String>> one, Set<String> other) {
        Set<String> both = new HashSet<>(other);
        one.ifPresent(both::retainAll);
        return both;
    }
}
