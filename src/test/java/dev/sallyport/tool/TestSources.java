package dev.sallyport.tool;

import dev.sallyport.config.DataSize;
import dev.sallyport.config.Secret;
import dev.sallyport.execution.ExecutionLimits;
import dev.sallyport.guard.AllowList;
import dev.sallyport.guard.SqlGuard;
import dev.sallyport.source.Source;
import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.Sources;
import dev.sallyport.sql.Dialects;
import dev.sallyport.testing.Canary;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** H2 databases in memory, which live as long as this is open, as sources. */
final class TestSources implements AutoCloseable {
    static final ExecutionLimits LIMITS =
            new ExecutionLimits(1_000, new DataSize(1 << 20), Duration.ofSeconds(30));

    private static final Optional<Secret> PASSWORD = Optional.of(new Secret(Canary.WORD));

    private final Sources sources;

    private TestSources(Sources sources) {
        this.sources = sources;
    }

    /** A database of each name, with tables of customers and orders. */
    static TestSources open(String... names) {
        return new TestSources(
                new Sources(
                        Arrays.stream(names)
                                .map(name -> config(name, Canary.WORD, PASSWORD))
                                .toList()));
    }

    /** One database, with credentials. */
    static TestSources open(String name, String user, Secret password) {
        return new TestSources(new Sources(List.of(config(name, user, Optional.of(password)))));
    }

    List<GovernedSource> governed() {
        return governed(AllowList.ANY, LIMITS);
    }

    List<GovernedSource> governed(AllowList allowList, ExecutionLimits limits) {
        return sources.all().stream()
                .map(source ->
                        new GovernedSource(
                                source, new SqlGuard(source.dialect(), allowList), limits))
                .toList();
    }

    Source source() {
        return sources.all().getFirst();
    }

    @Override
    public void close() {
        sources.close();
    }

    static String url(String name) {
        return "jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1";
    }

    private static SourceConfig config(String name, String user, Optional<Secret> password) {
        try (Connection connection =
                        DriverManager.getConnection(
                                url(name), user, password.map(Secret::reveal).orElse(""));
                Statement statement = connection.createStatement()) {
            statement.execute("DROP ALL OBJECTS");
            statement.execute(
                    """
                    CREATE TABLE customers (id INT PRIMARY KEY, name VARCHAR(40), state CHAR(2), city VARCHAR(30))
                    """);
            statement.execute(
                    """
                    INSERT INTO customers VALUES (1, 'Ada', 'CA', 'San Diego'), (2, 'Bob', 'CA', 'Fresno'),
                      (3, 'Cyd', 'NY', 'Albany'), (4, NULL, 'NY', 'Utica')
                    """);
            statement.execute(
                    "CREATE TABLE orders (id INT PRIMARY KEY, customer_id INT, total DECIMAL(12, 2))");
            statement.execute(
                    """
                    INSERT INTO orders SELECT x, MOD(x, 4) + 1, x / 10.0 FROM SYSTEM_RANGE(1, 500)
                    """);
            statement.execute("COMMENT ON TABLE customers IS 'Who buys'");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return new SourceConfig(name, url(name), Optional.of(user), password, Dialects.H2, false);
    }
}
