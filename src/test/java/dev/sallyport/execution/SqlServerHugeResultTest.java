package dev.sallyport.execution;

import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.TestSqlServer;
import dev.sallyport.testing.tds.ScriptedBackend;
import dev.sallyport.testing.tds.TdsColumn;
import dev.sallyport.testing.tds.TdsServer;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

/** Microsoft's driver, and a server of its protocol that makes rows as they are taken. */
@Tag("full")
class SqlServerHugeResultTest extends HugeResultContract {
    private final ScriptedBackend backend = new ScriptedBackend();
    private final TdsServer server;

    SqlServerHugeResultTest() throws IOException {
        server = new TdsServer(backend);
        backend.on(
                shortQuery(),
                (parameters, answer) -> {
                    answer.columns(new TdsColumn("one", "int"));
                    answer.row(1);
                    answer.rowsDone(1);
                });
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Override
    protected SourceConfig prepared() throws IOException {
        return TestSqlServer.source(
                server.url("shop").replace(":" + server.port(), ":" + proxied(server.port())),
                ScriptedBackend.PASSWORD);
    }

    @Override
    protected String rows(long count, int characters) {
        String sql = "SELECT filler FROM large";
        backend.on(
                sql,
                (parameters, answer) -> {
                    answer.columns(new TdsColumn("filler", "varchar(max)"));
                    String filler = "x".repeat(characters);
                    for (long i = 0; i < count; i++) {
                        answer.row(filler);
                    }
                    answer.rowsDone((int) Math.min(count, Integer.MAX_VALUE));
                });
        return sql;
    }

    @Override
    protected boolean isRunning() {
        return server.running() > 0;
    }
}
