package dev.sallyport.call;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whoever makes a call, as the transport's authentication found it.
 *
 * @param name stable name for limits and audit, at most 200 characters
 * @param attributes what is known of the caller beside the name, such as a tenant: never told to
 *     anyone, and never taken from a call; at most 32, of at most 1,000 characters each
 * @param roles which tools the caller may see, where the owner has toolsets for roles; at most 32
 * @param toolset the one that the endpoint of the call is limited to, if it is to any
 */
public record Caller(
        String name, Map<String, String> attributes, Set<String> roles, Optional<String> toolset) {
    /** The person who started the process: the caller of every request on standard input. */
    public static final Caller LOCAL = new Caller("local");

    public static final int MAX_NAME = 200;
    public static final int MAX_ATTRIBUTES = 32;
    public static final int MAX_VALUE = 1_000;
    public static final int MAX_ROLES = 32;

    public Caller {
        attributes = Map.copyOf(attributes);
        roles = Set.copyOf(roles);
        if (name.isBlank() || name.length() > MAX_NAME) {
            throw new IllegalArgumentException(
                    "the name of a caller has 1 to " + MAX_NAME + " characters");
        }
        if (attributes.size() > MAX_ATTRIBUTES
                || attributes.values().stream().anyMatch(value -> value.length() > MAX_VALUE)) {
            throw new IllegalArgumentException(
                    "a caller has at most "
                            + MAX_ATTRIBUTES
                            + " attributes, of at most "
                            + MAX_VALUE
                            + " characters each");
        }
        if (roles.size() > MAX_ROLES) {
            throw new IllegalArgumentException("a caller has at most " + MAX_ROLES + " roles");
        }
    }

    /** A caller of whom nothing but the name is known. */
    public Caller(String name) {
        this(name, Map.of());
    }

    /** A caller without a role. */
    public Caller(String name, Map<String, String> attributes) {
        this(name, attributes, Set.of());
    }

    public Caller(String name, Map<String, String> attributes, Set<String> roles) {
        this(name, attributes, roles, Optional.empty());
    }

    /** The same, calling where there is one toolset only. */
    public Caller limitedTo(String one) {
        return new Caller(name, attributes, roles, Optional.of(one));
    }

    /** What is known under a name; {@code name} is the caller's own. */
    public Optional<String> attribute(String attribute) {
        return attribute.equals("name")
                ? Optional.of(name)
                : Optional.ofNullable(attributes.get(attribute));
    }

    /** Without the attributes, so that it may appear in a log. */
    @Override
    public String toString() {
        return "Caller[" + name + "]";
    }
}
