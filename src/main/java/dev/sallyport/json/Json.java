package dev.sallyport.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;

/**
 * Reads and writes JSON (RFC 8259).
 *
 * <p>The reader refuses what two readers could understand differently: duplicate member names,
 * trailing text, invalid UTF-8; and what costs without bound: nesting deeper than {@value
 * #MAX_DEPTH}, numbers of more than {@value #MAX_NUMBER_LENGTH} characters. The size of a document
 * is bounded by whoever reads its bytes.
 */
public final class Json {
    /** Deepest nesting that is read. */
    public static final int MAX_DEPTH = 64;

    /** Longest number that is read, in characters. */
    public static final int MAX_NUMBER_LENGTH = 1_000;

    /** Room for what most documents have, of which many are made and thrown away. */
    private static final int FEW_BYTES = 512;

    /** What the decoder writes in the place of bytes that are not UTF-8. */
    private static final char REPLACEMENT = '\uFFFD';

    private static final JsonFactory FACTORY =
            new JsonFactoryBuilder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(MAX_DEPTH)
                                    .maxNumberLength(MAX_NUMBER_LENGTH)
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build();

    private Json() {}

    /**
     * Reads one complete document.
     *
     * @throws JsonParseException if the bytes are not exactly one JSON value within the limits
     */
    public static JsonValue parse(byte[] utf8) {
        // Decoded here because the parser lets overlong forms pass, which other readers see as
        // other characters.
        String text = new String(utf8, StandardCharsets.UTF_8);
        // A document may have this character itself, and is then the same when it is encoded again.
        if (text.indexOf(REPLACEMENT) >= 0
                && !Arrays.equals(text.getBytes(StandardCharsets.UTF_8), utf8)) {
            throw new JsonParseException("not valid UTF-8", 1, 1);
        }
        return parse(text);
    }

    /**
     * Reads one complete document.
     *
     * @throws JsonParseException if the text is not exactly one JSON value within the limits
     */
    public static JsonValue parse(String text) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            return parseOnly(parser);
        } catch (JacksonException e) {
            throw problem(e);
        }
    }

    /** The value as compact JSON in UTF-8. */
    public static byte[] utf8(JsonValue value) {
        return written(value, FEW_BYTES).toByteArray();
    }

    /** The value as compact JSON text. */
    public static String text(JsonValue value) {
        return written(value, FEW_BYTES).toEncoded().toString();
    }

    /** The value as compact JSON in UTF-8, to go on writing; a larger one. */
    public static JsonWriter writer(JsonValue value) {
        return written(value, JsonWriter.FIRST_CAPACITY);
    }

    private static JsonWriter written(JsonValue value, int capacity) {
        JsonWriter writer = new JsonWriter(capacity);
        write(writer, value);
        return writer;
    }

    private static JsonValue parseOnly(JsonParser parser) {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw new JsonParseException("the document is empty", 1, 1);
        }
        JsonValue value = read(parser, first);
        if (parser.nextToken() != null) {
            throw new JsonParseException(
                    "text after the end of the document",
                    parser.currentTokenLocation().getLineNr(),
                    parser.currentTokenLocation().getColumnNr());
        }
        return value;
    }

    private static JsonValue read(JsonParser parser, JsonToken token) {
        return switch (token) {
            case START_OBJECT -> readObject(parser);
            case START_ARRAY -> readArray(parser);
            case VALUE_STRING -> new JsonString(parser.getString());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser);
            case VALUE_TRUE -> JsonBoolean.TRUE;
            case VALUE_FALSE -> JsonBoolean.FALSE;
            case VALUE_NULL -> JsonNull.NULL;
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
                    throw new IllegalStateException("a JSON value cannot begin with " + token);
        };
    }

    /** An exponent beyond 32 bits makes the parser fail with an exception that is not its own. */
    private static JsonNumber number(JsonParser parser) {
        try {
            return new JsonNumber(parser.getDecimalValue());
        } catch (ArithmeticException | NumberFormatException e) {
            throw new JsonParseException(
                    "a number is over the limit",
                    parser.currentTokenLocation().getLineNr(),
                    parser.currentTokenLocation().getColumnNr());
        }
    }

    private static JsonObject readObject(JsonParser parser) {
        Map<String, JsonValue> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            members.put(name, read(parser, parser.nextToken()));
        }
        return new JsonObject(members);
    }

    private static JsonArray readArray(JsonParser parser) {
        List<JsonValue> elements = new ArrayList<>();
        for (JsonToken token = parser.nextToken();
                token != JsonToken.END_ARRAY;
                token = parser.nextToken()) {
            elements.add(read(parser, token));
        }
        return new JsonArray(elements);
    }

    private static void write(JsonWriter out, JsonValue value) {
        switch (value) {
            case JsonObject(Map<String, JsonValue> members) -> {
                out.beginObject();
                for (var member : members.entrySet()) {
                    out.name(member.getKey());
                    write(out, member.getValue());
                }
                out.endObject();
            }
            case JsonArray(List<JsonValue> elements) -> {
                out.beginArray();
                for (JsonValue element : elements) {
                    write(out, element);
                }
                out.endArray();
            }
            case JsonString(String text) -> out.string(text);
            case JsonNumber number -> out.number(number.value().toString());
            case JsonBoolean bool -> out.bool(bool.value());
            case JsonNull ignored -> out.nullValue();
            case JsonEncoded encoded -> out.encoded(encoded);
        }
    }

    private static JsonParseException problem(JacksonException e) {
        var location = e.getLocation();
        int line = location == null ? 1 : Math.max(1, location.getLineNr());
        int column = location == null ? 1 : Math.max(1, location.getColumnNr());
        return new JsonParseException("not valid JSON, or over a limit", line, column);
    }
}
