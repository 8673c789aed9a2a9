package dev.sallyport.result;

import dev.sallyport.json.Json;
import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonBoolean;
import dev.sallyport.json.JsonEncoded;
import dev.sallyport.json.JsonNull;
import dev.sallyport.json.JsonNumber;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonString;
import dev.sallyport.json.JsonValue;

/** Values as CSV of RFC 4180: NULL is nothing, an empty text is {@code ""}. */
public final class CsvText {
    private CsvText() {}

    /** A value as answers have it; arrays and objects are JSON. */
    public static String of(JsonValue value) {
        return switch (value) {
            case JsonNull ignored -> "";
            case JsonString(String text) -> of(text);
            case JsonNumber ignored -> Json.text(value);
            case JsonBoolean ignored -> Json.text(value);
            case JsonArray ignored -> of(Json.text(value));
            case JsonObject ignored -> of(Json.text(value));
            case JsonEncoded encoded -> of(encoded.decode());
        };
    }

    /** Quoted where RFC 4180 asks for it, and where blanks or nothing would be lost on readers. */
    public static String of(String text) {
        boolean plain =
                !text.isEmpty()
                        && text.charAt(0) > ' '
                        && text.charAt(text.length() - 1) > ' '
                        && text.chars()
                                .noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return plain ? text : quoted(text);
    }

    /** Quoted in any case. */
    public static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }
}
