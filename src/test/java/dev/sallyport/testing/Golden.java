package dev.sallyport.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.sallyport.json.Json;
import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonEncoded;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonString;
import dev.sallyport.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Expected texts as files under {@code src/test/resources/golden}, reviewed like code.
 *
 * <p>A run with {@code -Dgolden.update=true} rewrites the files instead of comparing; review the
 * difference before you commit it.
 */
public final class Golden {
    private static final Path FOLDER = Path.of("src", "test", "resources", "golden");

    private Golden() {}

    /** Asserts that a text is the content of a golden file, but for the line end at its end. */
    public static void assertText(String file, String actual) {
        assertText(FOLDER.resolve(file), actual);
    }

    /** The same for a file that people look at, and that stands where they find it. */
    public static void assertText(Path path, String actual) {
        String text = actual.stripTrailing() + "\n";
        try {
            if ("true".equals(System.getProperty("golden.update"))) {
                Files.createDirectories(path.getParent());
                Files.writeString(path, text);
            } else if (Files.exists(path)) {
                assertThat(text).as("golden file %s", path).isEqualTo(Files.readString(path));
            } else {
                fail("no golden file " + path + ": run once with -Dgolden.update=true");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asserts that a value, indented for review, is the content of a golden file. */
    public static void assertJson(String file, JsonValue actual) {
        assertText(file, pretty(actual));
    }

    /** A value with one member or element a line; short ones stay on one line. */
    public static String pretty(JsonValue value) {
        StringBuilder text = new StringBuilder();
        append(text, value, "");
        return text.toString();
    }

    private static void append(StringBuilder text, JsonValue value, String indent) {
        String compact = Json.text(value);
        if (compact.length() + indent.length() <= 100) {
            text.append(compact);
            return;
        }
        switch (value) {
            case JsonObject(Map<String, JsonValue> members) -> {
                text.append("{\n");
                Iterator<Map.Entry<String, JsonValue>> rest = members.entrySet().iterator();
                while (rest.hasNext()) {
                    Map.Entry<String, JsonValue> member = rest.next();
                    text.append(indent).append("  ");
                    text.append(Json.text(new JsonString(member.getKey()))).append(": ");
                    append(text, member.getValue(), indent + "  ");
                    text.append(rest.hasNext() ? ",\n" : "\n");
                }
                text.append(indent).append('}');
            }
            case JsonArray(List<JsonValue> elements) -> {
                text.append("[\n");
                Iterator<JsonValue> rest = elements.iterator();
                while (rest.hasNext()) {
                    text.append(indent).append("  ");
                    append(text, rest.next(), indent + "  ");
                    text.append(rest.hasNext() ? ",\n" : "\n");
                }
                text.append(indent).append(']');
            }
            case JsonEncoded encoded -> append(text, encoded.decode(), indent);
            default -> text.append(compact);
        }
    }
}
