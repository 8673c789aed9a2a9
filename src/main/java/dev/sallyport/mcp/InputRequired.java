package dev.sallyport.mcp;

import dev.sallyport.json.JsonObject;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The request needs input from the client before it can be answered (2026-07-28, multi round-trip
 * requests). The client makes the request again with its answers, which {@link
 * ClientExchange#inputResponses} then holds; in the session-based revisions the protocol asks the
 * client and calls the catalog again by itself.
 *
 * <p>Either part may be empty, not both.
 *
 * @param requests what is asked, by a name of the catalog's choice
 * @param state what the catalog wants back with the answers; the protocol encrypts it and binds it
 *     to the caller and the request, for ten minutes
 */
public record InputRequired(Map<String, InputRequest> requests, Optional<JsonObject> state)
        implements ToolCallAnswer, ResourceAnswer, PromptAnswer {
    public InputRequired {
        requests = Collections.unmodifiableMap(new LinkedHashMap<>(requests));
        if (requests.isEmpty() && state.isEmpty()) {
            throw new IllegalArgumentException("neither requests nor state");
        }
    }

    /** Asks one thing, and wants nothing back but its answer. */
    public static InputRequired of(String name, InputRequest request) {
        return new InputRequired(Map.of(name, request), Optional.empty());
    }
}
