package dev.sallyport.mcp;

import dev.sallyport.json.JsonObject;

/**
 * One question to the client.
 *
 * @param kind what is asked for
 * @param params as the method of the kind has them
 */
public record InputRequest(Kind kind, JsonObject params) {
    /** What a server may ask of a client. */
    public enum Kind {
        ELICITATION("elicitation/create", "elicitation"),
        SAMPLING("sampling/createMessage", "sampling"),
        ROOTS("roots/list", "roots");

        private final String method;
        private final String capability;

        Kind(String method, String capability) {
            this.method = method;
            this.capability = capability;
        }

        /** The JSON-RPC method. */
        public String method() {
            return method;
        }

        /** The capability that a client declares to be asked. */
        public String capability() {
            return capability;
        }
    }
}
