package dev.sallyport.source;

import dev.sallyport.config.Secret;
import dev.sallyport.sql.Dialects;
import dev.sallyport.testing.tds.ScriptedBackend;
import dev.sallyport.testing.tds.TdsServer;
import java.time.Duration;
import java.util.Optional;

/** Sources that reach a TDS server of a test through Microsoft's driver. */
public final class TestSqlServer {
    private TestSqlServer() {}

    /** A source with four connections at most. */
    public static SourceConfig source(TdsServer server, String database) {
        return source(server.url(database), ScriptedBackend.PASSWORD);
    }

    public static SourceConfig source(String url, String password) {
        return source(url, password, false);
    }

    /** The same over which changes are made. */
    public static SourceConfig writingSource(String url) {
        return source(url, ScriptedBackend.PASSWORD, true);
    }

    private static SourceConfig source(String url, String password, boolean writes) {
        return new SourceConfig(
                "shop",
                url,
                Optional.of("reader"),
                Optional.of(new Secret(password)),
                Dialects.TSQL,
                writes,
                4,
                Duration.ofSeconds(30));
    }
}
