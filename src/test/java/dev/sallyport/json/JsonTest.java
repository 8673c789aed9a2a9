package dev.sallyport.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "\"\"",
                "{\"a\":[1,-2.50,1E+400,true,false,null,\"x\"],\"b\":{\"c\":\"\\\"\\\\\\n\"}}",
                "123456789012345678901234567890.000000000000000000001",
                "\"\\ud83d\\ude00 \\u00e4\"",
                "\"unpaired \\ud800 surrogate\"",
            })
    void writesWhatItRead(String text) {
        JsonValue value = Json.parse(text);
        assertThat(Json.parse(Json.utf8(value))).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{\"a\":1,\"a\":2}",
                "{} {}",
                "{'a':1}",
                "{a:1}",
                "[1,]",
                "NaN",
                "01",
                "// comment\n1",
                "\"tab\there\"",
                "\"\\x\"",
            })
    void refusesWhatTwoReadersCouldReadDifferently(String text) {
        assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(JsonParseException.class);
    }

    @Test
    void refusesInvalidUtf8() {
        byte[] overlong = {'"', (byte) 0xC0, (byte) 0xAF, '"'};
        assertThatThrownBy(() -> Json.parse(overlong)).isInstanceOf(JsonParseException.class);
        byte[] besideTheCharacter = {
            '"', (byte) 0xEF, (byte) 0xBF, (byte) 0xBD, (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'
        };
        assertThatThrownBy(() -> Json.parse(besideTheCharacter))
                .isInstanceOf(JsonParseException.class);
        byte[] cutOff = {'"', 'a', (byte) 0xE2, (byte) 0x82};
        assertThatThrownBy(() -> Json.parse(cutOff))
                .isInstanceOf(JsonParseException.class)
                .hasMessageContaining("not valid UTF-8");
    }

    @Test
    void takesTheCharacterThatDecodersWriteForInvalidUtf8() {
        byte[] sent = "\"\uFFFD \uD83D\uDE00\"".getBytes(StandardCharsets.UTF_8);
        assertThat(Json.parse(sent)).isEqualTo(new JsonString("\uFFFD \uD83D\uDE00"));
    }

    @Test
    void refusesNestingBeyondTheLimit() {
        String deep = "[".repeat(Json.MAX_DEPTH + 1) + "]".repeat(Json.MAX_DEPTH + 1);
        assertThatThrownBy(() -> Json.parse(deep)).isInstanceOf(JsonParseException.class);
        String allowed = "[".repeat(Json.MAX_DEPTH) + "]".repeat(Json.MAX_DEPTH);
        assertThat(Json.text(Json.parse(allowed))).isEqualTo(allowed);
    }

    @Test
    void neverQuotesTheTextInAProblem() {
        assertThatThrownBy(() -> Json.parse("{\"password\": hunter2}"))
                .isInstanceOf(JsonParseException.class)
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void doesNotExpandAnEnormousExponent() {
        assertThat(((JsonNumber) Json.parse("1e999999999")).asLong()).isEmpty();
        assertThat(((JsonNumber) Json.parse("1e-999999999")).asLong()).isEmpty();
        assertThat(((JsonNumber) Json.parse("9223372036854775807")).asLong())
                .hasValue(Long.MAX_VALUE);
        assertThat(((JsonNumber) Json.parse("1.0e2")).asLong()).hasValue(100);
    }

    @Test
    void writesEncodedValuesThrough() {
        JsonEncoded rows = new JsonEncoded("[[1,\"ä\"]]".getBytes(StandardCharsets.UTF_8));
        assertThat(Json.text(JsonObject.builder().put("rows", rows).put("n", 1).build()))
                .isEqualTo("{\"rows\":[[1,\"ä\"]],\"n\":1}");
    }
}
