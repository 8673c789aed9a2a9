package dev.sallyport.tool;

import dev.sallyport.config.Secret;
import dev.sallyport.guard.AllowList;
import dev.sallyport.guard.SqlGuard;
import dev.sallyport.policy.RateLimit;
import dev.sallyport.source.Source;
import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.Sources;
import dev.sallyport.source.TestPostgres;
import dev.sallyport.sql.Dialects;
import dev.sallyport.testing.Canary;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** The same on a server with one connection only, which every bad call must leave usable. */
class PostgresBadInputTest extends BadInputTest {
    private static String database = "";

    private Optional<Sources> sources = Optional.empty();

    @BeforeAll
    static void fill() throws Exception {
        database =
                TestPostgres.newDatabase(
                        "CREATE TABLE orders AS SELECT n AS id FROM generate_series(1, 50) AS n");
    }

    @Override
    TestServer open(Path state) throws Exception {
        Sources opened =
                new Sources(
                        List.of(
                                new SourceConfig(
                                        "shop",
                                        TestPostgres.url(database),
                                        Optional.of("postgres"),
                                        Optional.of(new Secret(Canary.WORD)),
                                        Dialects.POSTGRES,
                                        false,
                                        1,
                                        TestSources.LIMITS.timeout())));
        sources = Optional.of(opened);
        Source source = opened.all().getFirst();
        return new TestServer(
                state,
                TestSources.open(),
                List.of(
                        new GovernedSource(
                                source,
                                new SqlGuard(source.dialect(), AllowList.ANY),
                                TestSources.LIMITS)),
                DeclaredTools.NONE,
                RateLimit.STANDARD);
    }

    @Override
    String codeOfAnUnknownDatabase() {
        return "SP-405";
    }

    @AfterEach
    void closeSources() {
        sources.ifPresent(Sources::close);
    }
}
