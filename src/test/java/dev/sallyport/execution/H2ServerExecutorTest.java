package dev.sallyport.execution;

import dev.sallyport.source.SourceConfig;
import dev.sallyport.sql.Dialects;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterEach;

/** H2 behind its own protocol, which makes a result before the first row is read. */
class H2ServerExecutorTest extends StatementExecutorContract {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Server server = started();
    private final String url =
            "jdbc:h2:tcp://localhost:"
                    + server.getPort()
                    + "/mem:served"
                    + NUMBER.incrementAndGet();

    private static Server started() {
        try {
            return Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Override
    protected SourceConfig prepared(List<String> statements) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(url + ";DB_CLOSE_DELAY=-1", "sa", "");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
        return new SourceConfig(
                "shop",
                url,
                Optional.of("sa"),
                Optional.empty(),
                Dialects.H2,
                false,
                4,
                Duration.ofSeconds(30));
    }

    @Override
    protected String state() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, "sa", "");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SCRIPT NOPASSWORDS NOSETTINGS")) {
            StringBuilder script = new StringBuilder();
            while (rows.next()) {
                script.append(rows.getString(1)).append('\n');
            }
            return script.toString();
        }
    }

    @Override
    protected String numbers(long last) {
        return "(SELECT X AS n FROM SYSTEM_RANGE(1, " + last + "))";
    }

    @Override
    protected String slow() {
        return "SELECT MAX(MOD(x * x, 7)) FROM SYSTEM_RANGE(1, 100000000000)";
    }
}
