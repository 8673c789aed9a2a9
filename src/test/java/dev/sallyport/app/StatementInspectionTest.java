package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.config.ConfigException;
import dev.sallyport.config.Configuration;
import dev.sallyport.config.Environment;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatementInspectionTest {
    private static final String YAML =
            """
            sources: {shop: {url: 'jdbc:h2:mem:inspection'}}
            tools:
              one: {description: One., sql: %s}
            """;

    @TempDir Path folder;

    @Test
    void refusedStatementStopsTheServerWithTheReport() throws Exception {
        CountDownLatch stopped = new CountDownLatch(1);

        StatementInspection inspection = start("DROP TABLE customers", stopped::countDown);

        assertThat(stopped.await(60, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(inspection::close)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("line 3: tools.one.sql: SP-204");
    }

    @Test
    void allowedStatementsChangeNothing() {
        CountDownLatch stopped = new CountDownLatch(1);

        start("SELECT id FROM customers", stopped::countDown).close();

        assertThat(stopped.getCount()).isEqualTo(1);
    }

    private StatementInspection start(String sql, Runnable stop) {
        Environment environment = Environment.of(Map.of("SALLYPORT_STATE", folder.toString()));
        Configuration configuration =
                Configuration.read("sallyport.yaml", YAML.formatted(sql), environment);
        GateConfig config = GateConfig.readWithoutInspection(configuration, environment);
        return StatementInspection.start(config, configuration, stop);
    }
}
