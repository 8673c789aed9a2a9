package dev.sallyport.execution;

import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.TestDuckDb;
import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** DuckDB: one file, opened read-only, its settings locked. */
@Tag("full")
class DuckDbReadOnlyTest extends ReadOnlyWithoutGuardContract {
    @TempDir private Path folder;
    private int number;

    private Path file() {
        return folder.resolve("shop" + number + ".duckdb");
    }

    @Override
    protected Dialect dialect() {
        return Dialects.DUCKDB;
    }

    @Override
    protected SourceConfig prepared(List<String> statements) throws SQLException {
        number++;
        TestDuckDb.run(file(), statements);
        return TestDuckDb.source("shop", file(), besideWrites(), 1);
    }

    /** The file to its byte, and what lies beside it. */
    @Override
    protected String state() throws Exception {
        StringBuilder state = new StringBuilder();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                state.append(file.getFileName()).append(' ');
                state.append(Arrays.hashCode(Files.readAllBytes(file))).append('\n');
            }
        }
        return state.toString();
    }

    @Override
    protected void change() throws SQLException {
        TestDuckDb.run(file(), List.of("DELETE FROM orders", "CHECKPOINT"));
    }

    @Override
    protected String session() {
        return """
        SELECT current_schema(), current_catalog(),
            (SELECT string_agg(name || '=' || value, ' ' ORDER BY name) FROM duckdb_settings()
                WHERE name NOT LIKE '%memory%'),
            (SELECT string_agg(database_name ORDER BY database_name) FROM duckdb_databases()),
            (SELECT count(*) FROM duckdb_variables()),
            (SELECT count(*) FROM duckdb_prepared_statements()),
            (SELECT count(*) FROM duckdb_tables()), (SELECT count(*) FROM duckdb_views()),
            (SELECT count(*) FROM duckdb_functions()), (SELECT count(*) FROM duckdb_secrets())
        """;
    }
}
