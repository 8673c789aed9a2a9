package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.config.Environment;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateFolderTest {
    @ParameterizedTest(name = "{0}, {1} -> {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    linux      |                                      | /home/ann/.local/state/sallyport
                    linux      | XDG_STATE_HOME=/var/state            | /var/state/sallyport
                    linux      | SALLYPORT_STATE=/srv/gate            | /srv/gate
                    linux      | SALLYPORT_STATE=                     | /home/ann/.local/state/sallyport
                    mac os x   |                                      | /home/ann/Library/Application Support/sallyport
                    windows 11 | LOCALAPPDATA=/c/local                | /c/local/sallyport
                    """)
    void followsTheConventionOfThePlatform(String system, String variable, String expected) {
        Map<String, String> variables = new HashMap<>();
        if (variable != null) {
            variables.put(
                    variable.substring(0, variable.indexOf('=')),
                    variable.substring(variable.indexOf('=') + 1));
        }
        assertThat(StateFolder.of(Environment.of(variables), system, Path.of("/home/ann")))
                .hasToString(expected);
    }
}
