package dev.sallyport.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.stream.Stream;
import net.sf.jsqlparser.parser.CCJSqlParserUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Questions to servers that no test can have: they parse, and only read. */
class UntriedRightsTest {
    static Stream<CatalogProbe> probes() {
        return Stream.of(
                        List.of(OracleRights.SUPERUSER),
                        OracleRights.PROBES,
                        List.of(Db2Rights.SUPERUSER),
                        Db2Rights.PROBES)
                .flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("probes")
    void eachQuestionIsSqlAndOnlyReads(CatalogProbe probe) {
        assertThatCode(() -> CCJSqlParserUtil.parse(probe.sql())).doesNotThrowAnyException();
        assertThat(probe.sql()).startsWith("SELECT ");
    }

    @Test
    void everyRightHasItsOwnName() {
        assertThat(OracleRights.PROBES).extracting(CatalogProbe::right).doesNotHaveDuplicates();
        assertThat(Db2Rights.PROBES).extracting(CatalogProbe::right).doesNotHaveDuplicates();
    }
}
