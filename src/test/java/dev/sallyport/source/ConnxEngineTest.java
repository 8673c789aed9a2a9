package dev.sallyport.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.sql.Dialects;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnxEngineTest {
    private final ConnxEngine engine = new ConnxEngine();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:connx:DSN=x;GATEWAY=host;PORT=7500;SSL=true",
                "jdbc:connx:DD=x;GATEWAY=host:7500!other",
                "jdbc:connx:dsn=x;gateway=host;application=agents;clientid=1;READONLY=true"
            })
    void urlIsInOrder(String url) {
        assertThat(engine.problems(url)).isEmpty();
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    jdbc:connx:DSN=x;GATEWAY=h;RPC=drop_all            | RPC is not allowed
                    jdbc:connx:DSN=x;GATEWAY=h;CNXSESSIONID=BYPASSCAP  | CNXSESSIONID is not allowed
                    jdbc:connx:DSN=x;GATEWAY=h;DBREADWRITE=true        | DBREADWRITE is not allowed
                    jdbc:connx:DSN=x;GATEWAY=h;COLOUR=red              | COLOUR is not allowed
                    jdbc:connx:DSN=x;GATEWAY=h;PASSWORD=x              | a credential does not belong
                    jdbc:connx:DSN=x;GATEWAY=h;READONLY=false          | READONLY is true or left out
                    jdbc:connx:GATEWAY=h                               | DSN=name
                    jdbc:odbc:x                                        | begins with jdbc:connx:
                    """)
    void urlIsRefused(String url, String problem) {
        assertThat(engine.problems(url)).singleElement().asString().contains(problem);
    }

    @Test
    void sourceWithoutWritesAsksForReadsOnly() {
        String url = "jdbc:connx:DSN=x;READONLY=true;GATEWAY=h";
        assertThat(engine.connectUrl(config(url, false)))
                .isEqualTo("jdbc:connx:DSN=x;GATEWAY=h;READONLY=true;DBREADONLY=true");
        assertThat(engine.connectUrl(config("jdbc:connx:DSN=x;GATEWAY=h", true)))
                .isEqualTo("jdbc:connx:DSN=x;GATEWAY=h");
    }

    private static SourceConfig config(String url, boolean writes) {
        return new SourceConfig(
                "x",
                url,
                Optional.empty(),
                Optional.empty(),
                Dialects.CONNX,
                writes,
                4,
                Duration.ofSeconds(1));
    }
}
