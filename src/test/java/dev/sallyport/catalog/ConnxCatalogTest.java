package dev.sallyport.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.call.CallContext;
import dev.sallyport.call.Caller;
import dev.sallyport.call.Cancellation;
import dev.sallyport.call.Deadline;
import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.Sources;
import dev.sallyport.source.TestConnx;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnxCatalogTest extends DatabaseCatalogContract {
    @TempDir private Path folder;

    @Override
    protected SourceConfig prepared(List<String> statements) throws SQLException {
        return TestConnx.prepared(folder, "shop", statements.toArray(String[]::new));
    }

    @Override
    protected String folded(String name) {
        return name.toUpperCase(Locale.ROOT);
    }

    /** The URL names a dictionary, which may hold several databases. */
    @Override
    protected Optional<String> database() {
        return Optional.of("SHOP");
    }

    @Test
    void writesTheWholeNameWhereTheConnectionHasNoDatabaseOfItsOwn() {
        String dsn = TestConnx.registered(folder, "shop", "legacy_VSAM", false);
        try (Sources sources = new Sources(List.of(TestConnx.source("vsam", dsn)))) {
            CatalogAnswer answer =
                    new DatabaseCatalog()
                            .search(
                                    sources.all().getFirst(),
                                    new CatalogQuery("invoices", Optional.empty(), 5),
                                    view(name -> true, column -> true),
                                    new CallContext(
                                            Caller.LOCAL,
                                            Deadline.after(Duration.ofSeconds(20)),
                                            new Cancellation()));
            assertThat(answer)
                    .isInstanceOfSatisfying(
                            CatalogAnswer.Found.class,
                            found ->
                                    assertThat(found.tables().getFirst().name())
                                            .isEqualTo("\"legacy_VSAM\".\"dbo\".INVOICES"));
        }
    }
}
