package dev.sallyport.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.json.Json;
import dev.sallyport.json.JsonNull;
import dev.sallyport.json.JsonObject;
import java.time.Instant;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineMembersTest {
    @Test
    void textIsWrittenLikeAnyJson() {
        String ascii = "";
        for (char c = 0; c < 0x90; c++) {
            ascii += c;
            assertText("a" + c + "b");
        }
        assertText(ascii);
        assertText("");
        assertText("Müller €");
        assertText("\uD83D\uDE00 and half of one \uD83D");
    }

    @Test
    void membersAreThoseOfAnObject() {
        String written =
                new LineMembers()
                        .text("a", "1")
                        .text("b", Optional.empty())
                        .number("c", Optional.of(-7L))
                        .number("d", Optional.empty())
                        .flag("e", Optional.of(true))
                        .flag("f", Optional.empty())
                        .toString();

        JsonObject object =
                JsonObject.builder()
                        .put("a", "1")
                        .put("b", JsonNull.NULL)
                        .put("c", -7)
                        .put("d", JsonNull.NULL)
                        .put("e", true)
                        .put("f", JsonNull.NULL)
                        .build();
        assertThat(written + "}").isEqualTo(Json.text(object));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-22T12:00:00Z",
                "2026-11-22T12:00:00.120Z",
                "2026-11-22T12:00:00.999999999Z",
                "2026-11-22T12:00:01.0009Z",
                "1970-01-01T00:00:00.001Z",
                "1969-12-31T23:59:59.999Z",
                "+12026-11-22T12:00:00.05Z"
            })
    void timeHasThreeDigitsOfASecond(String time) {
        Instant instant = Instant.parse(time);
        String expected =
                new DateTimeFormatterBuilder().appendInstant(3).toFormatter().format(instant);

        assertThat(new LineMembers().time(instant)).hasToString("{\"time\":\"" + expected + "\"");
        assertThat(new LineMembers().time(instant)).hasToString("{\"time\":\"" + expected + "\"");
    }

    private static void assertText(String text) {
        assertThat(new LineMembers().text("name", text) + "}")
                .isEqualTo(Json.text(JsonObject.builder().put("name", text).build()));
    }
}
