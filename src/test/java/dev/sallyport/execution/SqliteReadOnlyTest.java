package dev.sallyport.execution;

import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.TestSqlite;
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

/** SQLite: one file, opened read-only. */
@Tag("full")
class SqliteReadOnlyTest extends ReadOnlyWithoutGuardContract {
    @TempDir private Path folder;
    private int number;

    private Path file() {
        return folder.resolve("shop" + number + ".db");
    }

    @Override
    protected Dialect dialect() {
        return Dialects.SQLITE;
    }

    @Override
    protected SourceConfig prepared(List<String> statements) throws SQLException {
        number++;
        TestSqlite.run(file(), statements);
        return TestSqlite.source("shop", TestSqlite.url(file()), besideWrites(), 1);
    }

    /** The file to its byte, and what lies beside it: a journal, a copy, another database. */
    @Override
    protected String state() throws Exception {
        StringBuilder state = new StringBuilder();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                state.append(file.getFileName()).append(' ');
                state.append(Arrays.hashCode(Files.readAllBytes(file))).append('\n');
            }
        }
        return state.toString();
    }

    @Override
    protected void change() throws SQLException {
        TestSqlite.run(file(), List.of("DELETE FROM orders"));
    }

    @Override
    protected String session() {
        return """
        SELECT (SELECT group_concat(name) FROM pragma_database_list),
            (SELECT count(*) FROM sqlite_temp_schema),
            (SELECT * FROM pragma_query_only), (SELECT * FROM pragma_trusted_schema),
            (SELECT * FROM pragma_writable_schema), (SELECT * FROM pragma_temp_store),
            (SELECT * FROM pragma_foreign_keys), (SELECT count(*) FROM pragma_function_list)
        """;
    }
}
