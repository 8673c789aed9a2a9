package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.TestDb2;
import dev.sallyport.testing.RewritingProxy;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A server that reads text otherwise gets no statement. Derby has none of these settings, so what
 * it is asked is changed on the way to what Db2 would make of it.
 */
@Tag("full")
class Db2SessionTest extends SessionSettingsContract {
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            textBlock =
                    """
                    operators of Netezza | VALUES SQL_COMPAT | VALUES 'NPS'
                    the decimal comma    | SELECT 1,2 FROM   | SELECT 1.2 FROM
                    """)
    void aServerThatReadsOtherwiseIsRefused(String name, String sent, String arrives)
            throws Exception {
        String database = TestDb2.newDatabase(List.of("CREATE TABLE t (id INTEGER)"));
        SourceConfig config = TestDb2.source("shop", database, 1);
        String sql = "SELECT 1 AS one FROM SYSIBM.SYSDUMMY1";
        assertThat(answer(config, sql)).isEqualTo("[[1]]");
        try (RewritingProxy proxy = new RewritingProxy(config.url(), sent, arrives)) {
            SourceConfig behind = TestDb2.source("shop", proxy.url(config.url()), 1, 30);
            assertThat(answer(behind, sql)).isEqualTo(REFUSED);
        }
        try (RewritingProxy proxy = new RewritingProxy(config.url(), "no such text", "")) {
            SourceConfig behind = TestDb2.source("shop", proxy.url(config.url()), 1, 30);
            assertThat(answer(behind, sql)).isEqualTo("[[1]]");
        }
    }
}
