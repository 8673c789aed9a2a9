package dev.sallyport.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.json.Json;
import dev.sallyport.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The labelled statements that come with the specification: every label is met. */
class SharedCasesTest {
    @Test
    void meetsEveryLabel() throws IOException {
        String text = resource("/guard/shared-cases.jsonl");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int exit =
                GuardCheck.cases(
                        new StringReader(text), new PrintStream(out, true, StandardCharsets.UTF_8));
        List<JsonObject> cases = objects(text);
        List<JsonObject> answers = objects(out.toString(StandardCharsets.UTF_8));
        assertThat(exit).isZero();
        assertThat(answers).hasSameSizeAs(cases).hasSizeGreaterThan(250);
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < cases.size(); i++) {
            assertThat(answers.get(i).string("id")).isEqualTo(cases.get(i).string("id"));
            if (!answers.get(i).string("verdict").equals(cases.get(i).string("expect"))) {
                wrong.add(Json.text(cases.get(i)) + " answered " + Json.text(answers.get(i)));
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static List<JsonObject> objects(String lines) {
        return lines.lines()
                .filter(line -> !line.isBlank())
                .map(line -> (JsonObject) Json.parse(line))
                .toList();
    }

    private static String resource(String name) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(SharedCasesTest.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
