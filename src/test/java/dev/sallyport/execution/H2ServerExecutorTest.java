package dev.sallyport.execution;

import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.TestH2;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterEach;

/** H2 behind its own protocol, which makes a result before the first row is read. */
class H2ServerExecutorTest extends H2BackedExecutorContract {
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
        TestH2.run(url + ";DB_CLOSE_DELAY=-1", statements.toArray(String[]::new));
        return TestH2.source(url, 4);
    }

    @Override
    protected Connection past() throws SQLException {
        return DriverManager.getConnection(url, "sa", "");
    }
}
