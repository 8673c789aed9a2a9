package dev.sallyport.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.json.SchemaPattern.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaPatternTest {
    @ParameterizedTest
    @CsvSource({
        "^[A-Z]{2}$, CA, FOUND",
        "^[A-Z]{2}$, CAL, NOT_FOUND",
        "b, abc, FOUND",
        "(?i)ADA, ada, FOUND",
        "^.$, 😀, FOUND",
    })
    void findsAMatchAnywhere(String pattern, String text, Finding finding) {
        assertThat(SchemaPattern.of(pattern).in(text)).isEqualTo(finding);
    }

    /** Each of these would go on for longer than anybody lives. */
    @ParameterizedTest
    @ValueSource(strings = {"(.*a){25}$", "^(a|aa)+(b)\\2$", "^(a+)+(b)\\2$"})
    void anExpressionThatNeverEndsIsGivenUp(String pattern) {
        assertThat(SchemaPattern.of(pattern).in("a".repeat(200) + "!"))
                .isEqualTo(Finding.TOO_COSTLY);
    }

    @Test
    void anExpressionThatNeedsAStackAsDeepAsTheTextIsGivenUp() {
        SchemaPattern pattern = SchemaPattern.of("^(a|b)*$");
        assertThat(pattern.in("ab".repeat(20))).isEqualTo(Finding.FOUND);
        assertThat(pattern.in("ab".repeat(1_000_000))).isEqualTo(Finding.TOO_COSTLY);
    }

    @Test
    void aPlainExpressionReadsALongText() {
        assertThat(SchemaPattern.of("^[a-z ]+$").in("ada ".repeat(500_000)))
                .isEqualTo(Finding.FOUND);
        assertThat(SchemaPattern.of("needle").in("nee".repeat(500_000) + "needle"))
                .isEqualTo(Finding.FOUND);
    }
}
