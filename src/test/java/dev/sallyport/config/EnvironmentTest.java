package dev.sallyport.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentTest {
    @TempDir Path folder;

    @Test
    void readsAFileOfVariables() throws IOException {
        Files.writeString(
                folder.resolve(".env"), "# local\nSHOP_USER=ann\nSHOP_PASSWORD=\"a b#c\"\n");
        Environment environment = Environment.ofProcess(folder);
        assertThat(environment.variable("SHOP_USER")).contains("ann");
        assertThat(environment.variable("SHOP_PASSWORD")).contains("a b#c");
    }

    @Test
    void prefersTheProcess() throws IOException {
        Files.writeString(folder.resolve(".env"), "PATH=nowhere\n");
        assertThat(Environment.ofProcess(folder).variable("PATH")).contains(System.getenv("PATH"));
    }

    @Test
    void doesNotQuoteABrokenLine() throws IOException {
        Files.writeString(folder.resolve(".env"), "hunter2 is my password\n");
        assertThatThrownBy(() -> Environment.ofProcess(folder))
                .isInstanceOf(ConfigException.class)
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void printsNamesOnly() {
        assertThat(Environment.of(java.util.Map.of("A", "hunter2"))).hasToString("Environment[A]");
    }
}
