package dev.sallyport.mcp;

import dev.sallyport.json.JsonArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The revisions of the Model Context Protocol that are served, newest first. */
public enum ProtocolVersion {
    V2026_07_28("2026-07-28"),
    V2025_11_25("2025-11-25"),
    V2025_06_18("2025-06-18"),
    V2025_03_26("2025-03-26"),
    V2024_11_05("2024-11-05");

    /** The newest revision that begins with {@code initialize}. */
    public static final ProtocolVersion LATEST_WITH_SESSION = V2025_11_25;

    private final String wireName;

    ProtocolVersion(String wireName) {
        this.wireName = wireName;
    }

    /** The revision by its date. */
    public static Optional<ProtocolVersion> named(String name) {
        for (ProtocolVersion version : values()) {
            if (version.wireName.equals(name)) {
                return Optional.of(version);
            }
        }
        return Optional.empty();
    }

    /** The date that names the revision on the wire. */
    public String wireName() {
        return wireName;
    }

    /** Whether each request stands alone and carries its version, instead of a session. */
    public boolean stateless() {
        return this == V2026_07_28;
    }

    /** Whether this revision is as new as {@code other}, or newer. */
    boolean atLeast(ProtocolVersion other) {
        return compareTo(other) <= 0;
    }

    static JsonArray names(boolean statelessOnly) {
        List<String> names = new ArrayList<>();
        for (ProtocolVersion version : values()) {
            if (version.stateless() || !statelessOnly) {
                names.add(version.wireName);
            }
        }
        return JsonArray.ofStrings(names);
    }
}
