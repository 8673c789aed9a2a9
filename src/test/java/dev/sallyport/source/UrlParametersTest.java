package dev.sallyport.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlParametersTest {
    private static final Set<String> ALLOWED = Set.of("ssl", "appName");

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    jdbc:x://h/d                     | ''
                    jdbc:x://h/d?                    | ''
                    jdbc:x://h/d?a=b&c=d             | a=b c=d
                    jdbc:x://h/d?a=b?c&&d            | a=b?c d
                    """)
    void readsParametersAfterAQuestionMark(String url, String parameters) {
        assertThat(String.join(" ", UrlParameters.afterQuestionMark(url))).isEqualTo(parameters);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    jdbc:x://h:1                     | ''
                    jdbc:x://h:1;                    | ''
                    jdbc:x://h:1;a=b;c=d;            | a=b c=d
                    jdbc:x://h:1;a=b=c;d             | a=b=c d
                    """)
    void readsParametersAfterASemicolon(String url, String parameters) {
        assertThat(String.join(" ", UrlParameters.afterSemicolon(url))).isEqualTo(parameters);
    }

    @ParameterizedTest(name = "{0} -> {1} problems")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ssl=true appName=x               | 0
                    ssl                              | 0
                    SSL=true                         | 1
                    ssl=true socketFactory=x evil    | 2
                    s%73l=true                       | 1
                    =x                               | 1
                    """)
    void refusesWhatIsNotOnTheList(String parameters, int problems) {
        List<String> given = Arrays.asList(parameters.split(" ", -1));
        assertThat(UrlParameters.problems(given, ALLOWED, false)).hasSize(problems);
    }

    @Test
    void foldsNamesOnlyForDriversThatDo() {
        assertThat(UrlParameters.problems(List.of("SSL=true"), ALLOWED, true)).isEmpty();
        assertThat(UrlParameters.has(List.of("SSL=true"), "ssl", true)).isTrue();
        assertThat(UrlParameters.has(List.of("SSL=true"), "ssl", false)).isFalse();
        assertThat(UrlParameters.has(List.of("sslmode=x"), "ssl", true)).isFalse();
    }

    @Test
    void repeatsNoValue() {
        assertThat(
                        UrlParameters.problems(
                                List.of("x=hunter2", "hunter2/=y", "apiToken=hunter2"),
                                ALLOWED,
                                false))
                .hasSize(3)
                .noneMatch(problem -> problem.contains("hunter2"));
    }

    @Test
    void leavesToTheOwnerWhatTheOwnerSays() {
        Properties properties = new Properties();
        List<String> given = List.of("appName=mine");
        UrlParameters.unlessGiven(properties, given, "appName", "sallyport");
        UrlParameters.unlessGiven(properties, given, "ssl", "true");
        assertThat(properties).hasSize(1).containsEntry("ssl", "true");
    }
}
