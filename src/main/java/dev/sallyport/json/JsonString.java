package dev.sallyport.json;

/** A JSON string. An unpaired surrogate is kept, and written as an escape. */
public record JsonString(String value) implements JsonValue {}
