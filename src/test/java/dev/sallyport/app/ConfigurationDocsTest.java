package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.config.ConfigKey;
import dev.sallyport.config.Configuration;
import dev.sallyport.config.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reference of keys in {@code docs/configuration.md}, held against what the code asks for. */
class ConfigurationDocsTest {
    private static final Environment ENVIRONMENT =
            Environment.of(Map.of("SHOP_USER", "reader", "SHOP_PASSWORD", "secret"));

    @Test
    void everyKeyIsDocumentedWithItsTypeDefaultAndRange() throws IOException {
        Configuration configuration =
                read(Files.readString(Path.of("src/test/resources/config/every-key.yaml")));
        List<List<String>> expected =
                configuration.keys().stream().map(ConfigurationDocsTest::cells).toList();
        List<List<String>> documented =
                section("## Keys").stream().map(row -> row.subList(0, 4)).toList();
        assertThat(documented).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void everyKeyHasAMeaning() throws IOException {
        assertThat(section("## Keys")).allSatisfy(row -> assertThat(row.get(4)).isNotBlank());
    }

    @Test
    void theExampleOfThePageIsValid() throws IOException {
        String page = Files.readString(Path.of("docs/configuration.md"));
        int start = page.indexOf("```yaml\n") + "```yaml\n".length();
        Configuration configuration = read(page.substring(start, page.indexOf("```", start)));
        assertThat(configuration.effective()).contains("find_customers").doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/declared-tools.md", "docs/entities.md"})
    void examplesOfOtherPagesAreValid(String file) throws IOException {
        String page = Files.readString(Path.of(file));
        int start = page.indexOf("```yaml\n") + "```yaml\n".length();
        assertThat(read(page.substring(start, page.indexOf("```", start))).effective())
                .contains("shop");
    }

    private static Configuration read(String yaml) {
        Configuration configuration = Configuration.read("sallyport.yaml", yaml, ENVIRONMENT);
        GateConfig.read(configuration, ENVIRONMENT).sources().close();
        return configuration;
    }

    private static List<String> cells(ConfigKey key) {
        return List.of("`" + key.path() + "`", key.type(), key.defaultValue(), key.allowed());
    }

    private static List<List<String>> section(String heading) throws IOException {
        String page = Files.readString(Path.of("docs/configuration.md"));
        String section = page.substring(page.indexOf(heading));
        return section.substring(0, section.indexOf("\n## ", 1))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line ->
                        Arrays.stream(line.substring(1, line.length() - 1).split("\\|", -1))
                                .map(String::strip)
                                .toList())
                .toList();
    }
}
