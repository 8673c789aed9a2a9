package dev.sallyport.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.sallyport.json.Json;
import org.junit.jupiter.api.Test;

class GoldenTest {
    @Test
    void differenceFails() {
        assumeFalse("true".equals(System.getProperty("golden.update")));

        Golden.assertText("golden-helper.txt", "the helper compares texts");
        assertThatThrownBy(() -> Golden.assertText("golden-helper.txt", "another text"))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void missingFileFails() {
        assumeFalse("true".equals(System.getProperty("golden.update")));

        assertThatThrownBy(() -> Golden.assertText("no-such-file.txt", "text"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("golden.update");
    }

    @Test
    void prettyJsonIsTheSameValue() {
        String json =
                """
                {"a":[1,2,{"b":"%s"}],"c":{"d":null,"e":[true,false,"%s"]}}\
                """
                        .formatted("x".repeat(90), "y".repeat(90));

        String pretty = Golden.pretty(Json.parse(json));

        assertThat(pretty).contains("\n  \"c\": {\n");
        assertThat(Json.parse(pretty)).isEqualTo(Json.parse(json));
    }
}
