package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.source.SourceConfig;
import dev.sallyport.sql.Dialects;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

class H2WriteTest extends WriteContract {
    private static final String URL = "jdbc:h2:mem:writes";

    /** Keeps the database, and sees it past the product. */
    private final Connection past = connected();

    @Override
    protected SourceConfig prepared() throws SQLException {
        try (Statement statement = past.createStatement()) {
            for (String sql : SCHEMA) {
                statement.execute(sql);
            }
            statement.execute(
                    "INSERT INTO accounts SELECT x, 'owner ' || x, x FROM SYSTEM_RANGE(1, 50)");
        }
        return new SourceConfig(
                "shop",
                URL,
                Optional.of("sa"),
                Optional.empty(),
                Dialects.H2,
                true,
                4,
                Duration.ofSeconds(30));
    }

    private static Connection connected() {
        try {
            return DriverManager.getConnection(URL, "sa", "");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void drop() throws SQLException {
        try (Statement statement = past.createStatement()) {
            statement.execute("SHUTDOWN");
        }
    }

    @Override
    protected String seen(String sql) throws SQLException {
        try (Statement statement = past.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    @Override
    protected String slowCondition() {
        return "(SELECT COUNT(*) FROM SYSTEM_RANGE(1, 1000000000) a WHERE MOD(a.x, 7) = id) < 0";
    }
}
