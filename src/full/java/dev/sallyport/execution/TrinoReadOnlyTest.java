package dev.sallyport.execution;

import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.TestTrino;
import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;

/** Trino, logged in as a user who may do everything. */
@Tag("full")
class TrinoReadOnlyTest extends ReadOnlyWithoutGuardContract {
    @Override
    protected Dialect dialect() {
        return Dialects.TRINO;
    }

    @Override
    protected SourceConfig prepared(List<String> statements) throws SQLException {
        TestTrino.makeGuardTables();
        return new SourceConfig(
                "shop",
                TestTrino.url("hive/sales"),
                Optional.of(TestTrino.ADMINISTRATOR),
                Optional.empty(),
                Dialects.TRINO,
                false,
                1,
                Duration.ofSeconds(30));
    }

    @Override
    protected String state() throws SQLException {
        StringBuilder state = new StringBuilder();
        try (Connection connection = TestTrino.connect("hive/sales");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(TestTrino.guardState())) {
            while (rows.next()) {
                state.append(rows.getString(1)).append('\n');
            }
        }
        return state.toString();
    }

    @Override
    protected void change() throws SQLException {
        TestTrino.run("hive/sales", "INSERT INTO orders (id) VALUES (-1)");
    }

    @Override
    protected String session() {
        return """
        SELECT current_user, current_catalog, current_schema, current_timezone(), current_path
        """;
    }
}
