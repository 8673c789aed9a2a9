package dev.sallyport.mcp;

import dev.sallyport.json.JsonObject;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a client of the session-based revisions agreed on in {@code initialize}, and set since.
 * Requests of the stateless revision never look at it.
 */
public final class Session {
    /** Resources that one client may watch. */
    private static final int MAX_SUBSCRIPTIONS = 1_000;

    private final Set<String> watchedResources = ConcurrentHashMap.newKeySet();
    private volatile Optional<ProtocolVersion> version = Optional.empty();
    private volatile JsonObject clientCapabilities = JsonObject.EMPTY;
    private volatile Optional<LogLevel> logLevel = Optional.empty();

    /** A session that is yet to be initialized. */
    public Session() {}

    /** A session that was initialized elsewhere: in another HTTP request. */
    public static Session initialized(ProtocolVersion version, JsonObject clientCapabilities) {
        Session session = new Session();
        session.initialize(version, clientCapabilities);
        return session;
    }

    /** For a message of the stateless revision: nothing was agreed on. */
    public static Session stateless() {
        return initialized(ProtocolVersion.V2026_07_28, JsonObject.EMPTY);
    }

    /** The revision agreed on; empty before {@code initialize}. */
    public Optional<ProtocolVersion> version() {
        return version;
    }

    /** What the client declared in {@code initialize}. */
    public JsonObject clientCapabilities() {
        return clientCapabilities;
    }

    void initialize(ProtocolVersion agreed, JsonObject capabilities) {
        clientCapabilities = capabilities;
        version = Optional.of(agreed);
    }

    /** Empty until the client asks for messages: none are sent before. */
    public Optional<LogLevel> logLevel() {
        return logLevel;
    }

    /** Sends messages of this level, and of those above it, from now on. */
    public void setLogLevel(LogLevel level) {
        logLevel = Optional.of(level);
    }

    boolean watches(String uri) {
        return watchedResources.contains(uri);
    }

    void watch(String uri) {
        if (watchedResources.size() >= MAX_SUBSCRIPTIONS) {
            throw RequestProblem.invalidParams(
                    "More than " + MAX_SUBSCRIPTIONS + " resources are subscribed to");
        }
        watchedResources.add(uri);
    }

    void unwatch(String uri) {
        watchedResources.remove(uri);
    }
}
