package dev.sallyport.mcp;

import dev.sallyport.json.JsonValue;

/**
 * Where a connection's outgoing messages go; thread-safe.
 *
 * <p>Its methods may block while the peer reads slowly. What is sent after the peer has gone is
 * dropped silently.
 */
public interface MessageSink {
    /** Sends the response to one message of the peer: an object, or the array of a batch. */
    void respond(JsonValue response, ResponseKind kind);

    /** Says that a request gets no response: its client cancelled it. */
    void withdraw();

    /** Sends a notification, or a request of our own. */
    void send(JsonValue message);
}
