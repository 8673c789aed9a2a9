package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.execution.EdgeValues.Edge;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How much the contract of types covers, without a server. */
class EdgeValuesTest {
    @Test
    void coverFortyTypesAndAThousandValues() {
        List<TypesContract> engines =
                List.of(
                        new H2TypesTest(),
                        new PostgresTypesTest(),
                        new SqliteTypesTest(),
                        new DuckDbTypesTest(),
                        new HsqldbTypesTest(),
                        new SqlServerTypesTest(),
                        new ConnxTypesTest(),
                        new MariaDbTypesTest(),
                        new MySqlTypesTest());
        List<Edge> edges =
                engines.stream().flatMap(engine -> engine.edgeValues().all().stream()).toList();
        System.out.printf(
                "types %d, values %d of %d engines%n",
                edges.stream().map(Edge::type).distinct().count(), edges.size(), engines.size());
        assertThat(edges.stream().map(Edge::type).distinct()).hasSizeGreaterThanOrEqualTo(40);
        assertThat(edges).hasSizeGreaterThanOrEqualTo(1_000);
    }

    @Test
    void everyEngineHasTypesOfItsOwn() {
        assertThat(new SqliteTypesTest().edgeValues().all()).hasSizeGreaterThan(80);
        assertThat(new PostgresTypesTest().edgeValues().all())
                .extracting(Edge::type)
                .contains("timestamptz(6)", "interval", "inet", "int4range", "jsonb", "mood");
    }
}
