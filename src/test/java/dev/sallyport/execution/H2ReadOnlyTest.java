package dev.sallyport.execution;

import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.TestH2;
import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** H2 as a file, logged in as the administrator. */
@Tag("full")
class H2ReadOnlyTest extends ReadOnlyWithoutGuardContract {
    @TempDir private Path folder;
    private int number;

    private String name() {
        return "shop" + number;
    }

    @Override
    protected Dialect dialect() {
        return Dialects.H2;
    }

    @Override
    protected SourceConfig prepared(List<String> statements) throws SQLException {
        number++;
        TestH2.run(folder, name(), statements.toArray(String[]::new));
        return TestH2.source(TestH2.url(folder, name()), 1);
    }

    @Override
    protected String state() throws Exception {
        StringBuilder state = new StringBuilder();
        try (Connection connection = TestH2.connectToRead(folder, name());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SCRIPT NOPASSWORDS")) {
            while (rows.next()) {
                state.append(rows.getString(1)).append('\n');
            }
        }
        Path file = folder.resolve(name() + ".mv.db");
        return state.append(Arrays.hashCode(Files.readAllBytes(file))).toString();
    }

    @Override
    protected void change() throws SQLException {
        TestH2.run(folder, name(), "DELETE FROM orders");
    }

    @Override
    protected String session() {
        return """
        SELECT CURRENT_SCHEMA, CURRENT_USER, LOCK_TIMEOUT(),
            (SELECT COUNT(*) FROM INFORMATION_SCHEMA.SESSION_STATE WHERE STATE_KEY <> 'SCHEMA'),
            (SELECT LISTAGG(SETTING_NAME || '=' || SETTING_VALUE, ' ') WITHIN GROUP (ORDER BY
                SETTING_NAME) FROM INFORMATION_SCHEMA.SETTINGS
                WHERE SETTING_NAME NOT LIKE 'info.%')
        """;
    }

    /**
     * {@code FILE_WRITE} and {@code CSVWRITE} inside a SELECT; and a sequence, which moves on in
     * memory until the file is closed.
     */
    @Override
    protected Map<String, Set<Change>> passTheExecutor() {
        return Map.of(
                "FILE_WRITE(", Set.of(Change.FILES),
                "CSVWRITE(", Set.of(Change.FILES),
                "NEXT VALUE FOR", Set.of(Change.DATABASE),
                "NEXTVAL(", Set.of(Change.DATABASE));
    }

    /**
     * And what does not begin like a query: {@code CALL}, {@code SCRIPT TO}, {@code BACKUP TO}, and
     * settings of the open database, its password among them, which are gone when it is closed.
     */
    @Override
    protected Map<String, Set<Change>> passTheConnection() {
        return Map.of(
                "SCRIPT ", Set.of(Change.FILES),
                "BACKUP TO", Set.of(Change.FILES),
                "SET MODE", Set.of(Change.SESSION),
                "SET PASSWORD", Set.of(Change.DATABASE),
                "SET EXCLUSIVE", Set.of(Change.SESSION, Change.DATABASE),
                "ANALYZE", Set.of(Change.DATABASE));
    }
}
