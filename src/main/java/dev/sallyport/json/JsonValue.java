package dev.sallyport.json;

/** One JSON value (RFC 8259), immutable. */
public sealed interface JsonValue
        permits JsonArray, JsonBoolean, JsonEncoded, JsonNull, JsonNumber, JsonObject, JsonString {}
