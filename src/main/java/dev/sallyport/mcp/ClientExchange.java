package dev.sallyport.mcp;

import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonValue;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** What a running request may say to its client, and what the client sent to complete it. */
public interface ClientExchange {
    /**
     * Reports progress where the client asked for it, otherwise does nothing.
     *
     * @param progress grows with each report
     * @param total what it grows to, where known
     * @param message for people
     */
    void progress(double progress, OptionalDouble total, Optional<String> message);

    /**
     * Sends a log message where the catalog declares {@link CatalogFeature#LOGGING} and the client
     * wants messages of this level, otherwise does nothing.
     */
    void log(LogLevel level, String logger, JsonValue data);

    /** Whether the client can be asked for this. */
    boolean canAsk(InputRequest.Kind kind);

    /** The client's answers to {@link InputRequired}, by name; empty on a first request. */
    Map<String, JsonObject> inputResponses();

    /** The state of the {@link InputRequired} that this request follows up. */
    Optional<JsonObject> state();
}
