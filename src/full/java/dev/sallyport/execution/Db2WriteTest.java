package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.TestDb2;
import dev.sallyport.testing.CommitProxy;
import dev.sallyport.testing.FaultProxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Changes by IBM's driver, over its protocol, in transactions of Derby. What Db2 itself says when a
 * commit fails is not shown here.
 */
@Tag("full")
@Timeout(120)
class Db2WriteTest extends ServerWriteContract {
    /** RDBCMM, as the protocol's messages name a commit. */
    private static final byte[] COMMIT = {0, 4, 0x20, 0x0e};

    private static String database = "";

    @SuppressWarnings("NullAway.Init")
    private FaultProxy server;

    @Override
    protected SourceConfig prepared() throws SQLException {
        List<String> rows = new ArrayList<>();
        for (int n = 1; n <= 50; n++) {
            rows.add("(%1$d, 'owner %1$d', %1$d)".formatted(n));
        }
        String filled = "INSERT INTO accounts VALUES " + String.join(", ", rows);
        if (database.isEmpty()) {
            List<String> statements = new ArrayList<>(SCHEMA);
            statements.add(filled);
            database = TestDb2.newDatabase(statements);
        } else {
            TestDb2.run(
                    database,
                    List.of("DELETE FROM accounts", "DELETE FROM sallyport_keys", filled));
        }
        try {
            server = new FaultProxy(TestDb2.port());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return source(server.port());
    }

    private static SourceConfig source(int port) {
        return TestDb2.writingSource("shop", "jdbc:db2://127.0.0.1:" + port + "/" + database);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    /** Derby joins texts only. */
    @Override
    protected String seen(String sql) throws SQLException {
        String seen = TestDb2.seen(database, sql.replace("|| ' ' ||", ",").replace("||", ","));
        return sql.contains("owner ||") ? seen.replace(" ", "") : seen.strip();
    }

    /** Derby does not stop what it runs when its client is gone: it goes on for some seconds. */
    @Override
    protected String slowCondition() {
        return "(SELECT COUNT(*) FROM accounts a, accounts b, accounts c, accounts d WHERE MOD(a.id"
                + " + b.id + c.id + d.id, 7) < 0) < 0";
    }

    /** Derby has no word for it. */
    @Override
    protected void endSessionThatChanges() throws SQLException {
        if (TestDb2.seen(database, "SELECT SQL_TEXT FROM SYSCS_DIAG.TRANSACTION_TABLE")
                .contains("UPDATE accounts")) {
            server.cutAll();
        }
    }

    @Override
    protected CommitProxy proxy(CommitProxy.Mode mode) throws IOException {
        return new CommitProxy(TestDb2.port(), COMMIT, mode);
    }

    @Override
    protected SourceConfig through(CommitProxy proxy) {
        return source(proxy.port());
    }
}
