package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.config.Configuration;
import dev.sallyport.config.Environment;
import dev.sallyport.demo.DemoConfiguration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BuiltInConfigurationTest {
    private final Environment environment =
            Environment.of(
                    Map.of(
                            DemoConfiguration.FOLDER_VARIABLE,
                            "/data",
                            "CONNX_URL",
                            "jdbc:connx:DSN=shop;GATEWAY=mainframe",
                            "CONNX_URL_ADABAS",
                            "jdbc:connx:DSN=fleet;GATEWAY=mainframe",
                            "CONNX_USER",
                            "reader",
                            "CONNX_PASS",
                            "secret",
                            "CONNX_TIMEOUT",
                            "30",
                            "CONNX_MAX_ROWS",
                            "1000",
                            "CONNX_ALLOW_WRITES",
                            "false",
                            "CONNX_DRIVER_PATH",
                            ""));

    @TempDir private Path folder;

    @ParameterizedTest
    @EnumSource
    void saysTheSameCompiledAsInYaml(BuiltInConfiguration builtIn) throws Exception {
        assertThat(effective(Configuration.readCompiled("built-in", builtIn.compiled(), state())))
                .isEqualTo(effective(Configuration.read("built-in", builtIn.text(), state())))
                .contains("tools:");
    }

    @ParameterizedTest
    @EnumSource
    void isNotReadWhereItWasDamaged(BuiltInConfiguration builtIn) {
        byte[] whole = builtIn.compiled();
        for (int length = 0; length < whole.length; length += 97) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> Configuration.readCompiled("built-in", cut, state()))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void theRehearsalAnswersItsRequest() {
        assertThat(Rehearsal.answer())
                .contains("\"tools\":[{\"name\":\"rehearsal\"")
                .contains("\"id\":1");
    }

    private Environment state() {
        return environment.with("SALLYPORT_STATE", folder.toString());
    }

    private String effective(Configuration configuration) {
        GateConfig.read(configuration, state());
        return configuration.effective();
    }
}
