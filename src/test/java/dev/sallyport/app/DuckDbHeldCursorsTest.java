package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.json.Json;
import dev.sallyport.json.JsonString;
import dev.sallyport.source.TestDrivers;
import dev.sallyport.source.TestDuckDb;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/**
 * Files of DuckDB, which one program has at a time: what changes meanwhile, the product changes.
 */
@Tag("full")
class DuckDbHeldCursorsTest extends HeldCursorsContract {
    @Override
    protected Connection past() {
        throw new IllegalStateException("the product has the file");
    }

    @Override
    protected void run(String sql) throws SQLException {
        if (served().isEmpty()) {
            TestDuckDb.run(folder.resolve("shop.db"), List.of(sql));
        } else {
            assertThat(
                            served().get()
                                    .text(
                                            "execute",
                                            "{\"sql\":" + Json.text(new JsonString(sql)) + "}"))
                    .contains("committed");
        }
    }

    @Override
    protected String login() {
        return """
        url: %s
            driver-path: %s
            writes: true
        """
                .formatted(
                        TestDuckDb.url(folder.resolve("shop.db")),
                        TestDrivers.jarOf("org.duckdb.DuckDBDriver"))
                .strip();
    }

    @Override
    protected String slow() {
        return "SELECT COUNT(*) FROM numbers a, numbers b, numbers c, numbers d WHERE (a.id + b.id +"
                + " c.id + d.id) % 1000003 = 1000002 AND d.id <= 10";
    }

    /** DuckDB hands rows on by lots of 61,440, each of which takes some seconds here. */
    @BeforeEach
    void makeALongTable() throws SQLException {
        TestDuckDb.run(
                folder.resolve("shop.db"),
                List.of(
                        "CREATE TABLE many AS SELECT i FROM range(2000000) t(i)",
                        "CREATE VIEW slowly AS SELECT i AS id, md5(repeat('x', 8000 + CAST(i % 2 AS"
                                + " INTEGER))) AS checksum FROM many"));
    }

    @Override
    protected String slowlyOver() {
        return "SELECT id, checksum FROM slowly";
    }

    @Override
    protected int tooMany() {
        return 100_000;
    }

    @Override
    protected OptionalInt transactions() {
        return OptionalInt.empty();
    }
}
