package dev.sallyport.json;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.StreamWriteFeature;
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

    private static final JsonFactory FACTORY =
            new JsonFactoryBuilder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(MAX_DEPTH)
                                    .maxNumberLength(MAX_NUMBER_LENGTH)
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .build())
                    .streamWriteConstraints(
                            StreamWriteConstraints.builder().maxNestingDepth(MAX_DEPTH * 2).build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                    .build();

    private Json() {}

    /**
     * Reads one complete document.
     *
     * @throws JsonParseException if the bytes are not exactly one JSON value within the limits
     */
    public static JsonValue parse(byte[] utf8) {
        try {
            // Decoded here because the parser lets overlong forms pass, which other readers see as
            // other characters.
            return parse(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString());
        } catch (CharacterCodingException e) {
            throw new JsonParseException("not valid UTF-8", 1, 1);
        }
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
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        write(value, out);
        return out.toByteArray();
    }

    /** The value as compact JSON text. */
    public static String text(JsonValue value) {
        return new String(utf8(value), StandardCharsets.UTF_8);
    }

    /**
     * Writes the value as compact JSON in UTF-8, without a line end, and leaves the stream open.
     */
    public static void write(JsonValue value, OutputStream out) {
        try (JsonGenerator generator = generator(out)) {
            write(generator, value);
        }
    }

    /**
     * A generator for those who stream values instead of building them; closing it leaves {@code
     * out} open.
     */
    public static JsonGenerator generator(OutputStream out) {
        return FACTORY.createGenerator(ObjectWriteContext.empty(), out);
    }

    /** Writes a string value, an unpaired surrogate as an escape: UTF-8 has no form for it. */
    public static void writeString(JsonGenerator generator, String text) {
        if (hasUnpairedSurrogate(text)) {
            generator.writeRawValue(escaped(text));
        } else {
            generator.writeString(text);
        }
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

    private static void write(JsonGenerator generator, JsonValue value) {
        switch (value) {
            case JsonObject(Map<String, JsonValue> members) -> {
                generator.writeStartObject();
                members.forEach((name, member) -> {
                    generator.writeName(name);
                    write(generator, member);
                });
                generator.writeEndObject();
            }
            case JsonArray(List<JsonValue> elements) -> {
                generator.writeStartArray();
                elements.forEach(element -> write(generator, element));
                generator.writeEndArray();
            }
            case JsonString(String text) -> writeString(generator, text);
            case JsonNumber number -> generator.writeNumber(number.value());
            case JsonBoolean bool -> generator.writeBoolean(bool.value());
            case JsonNull ignored -> generator.writeNull();
            case JsonEncoded encoded -> writeThrough(generator, encoded.bytes());
        }
    }

    /**
     * Bytes that are JSON already, past the generator, which would take them apart to characters.
     */
    private static void writeThrough(JsonGenerator generator, byte[] utf8) {
        if (!(generator.streamWriteOutputTarget() instanceof OutputStream out)) {
            throw new IllegalStateException("every generator here writes to a stream");
        }
        // The comma or colon before the value.
        generator.writeRawValue("");
        generator.flush();
        try {
            out.write(utf8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean hasUnpairedSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    private static String escaped(String text) {
        StringBuilder json = new StringBuilder(text.length() + 16).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }

    private static JsonParseException problem(JacksonException e) {
        var location = e.getLocation();
        int line = location == null ? 1 : Math.max(1, location.getLineNr());
        int column = location == null ? 1 : Math.max(1, location.getColumnNr());
        return new JsonParseException("not valid JSON, or over a limit", line, column);
    }
}
