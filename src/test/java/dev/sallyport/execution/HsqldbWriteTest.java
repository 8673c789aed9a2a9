package dev.sallyport.execution;

import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.TestHsqldb;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

class HsqldbWriteTest extends WriteContract {
    private final TestHsqldb server = new TestHsqldb();

    @Override
    protected SourceConfig prepared() throws SQLException {
        List<String> statements = new ArrayList<>(SCHEMA);
        statements.add(
                "INSERT INTO accounts SELECT x, 'owner ' || x, x FROM UNNEST(SEQUENCE_ARRAY(1, 50,"
                        + " 1)) AS s(x)");
        server.run(statements);
        return server.source("shop", true, 4);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Override
    protected String seen(String sql) throws SQLException {
        return server.seen(sql);
    }

    @Override
    protected String slowCondition() {
        return "(SELECT COUNT(*) FROM accounts a, accounts b, accounts c, accounts d, accounts e,"
                + " accounts f WHERE MOD(a.id + b.id + c.id + d.id + e.id + f.id, 7) < 0) < 0";
    }
}
