package dev.sallyport.execution;

import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.TestMySql;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;

/** MariaDB and MySQL. */
abstract class MySqlFamilyHugeResultContract extends HugeResultContract {
    private final TestMySql server;

    MySqlFamilyHugeResultContract(TestMySql server) {
        this.server = server;
    }

    @Override
    protected SourceConfig prepared() throws SQLException, IOException {
        String url = server.url(server.newDatabase());
        int port = URI.create(url.substring("jdbc:".length())).getPort();
        return server.source("shop", url.replace(":" + port, ":" + proxied(port)), 1);
    }

    /** A join of digits, which the server makes as it goes. */
    @Override
    protected String rows(long count, int characters) {
        String digit =
                "(SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL"
                        + " SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION"
                        + " ALL SELECT 8 UNION ALL SELECT 9)";
        StringBuilder number = new StringBuilder("d0.d");
        StringBuilder from = new StringBuilder(digit + " d0");
        long factor = 10;
        for (int i = 1; factor < count; i++, factor *= 10) {
            number.append(", d").append(i).append(".d");
            from.append(" CROSS JOIN ").append(digit).append(" d").append(i);
        }
        return "SELECT RPAD(CONCAT(" + number + "), " + characters + ", 'x') AS huge FROM " + from;
    }

    @Override
    protected boolean isRunning() throws SQLException {
        return !server.seen(
                        "",
                        "SELECT COUNT(*) FROM information_schema.processlist WHERE info LIKE"
                                + " '%RPAD%' AND id <> CONNECTION_ID()")
                .equals("0");
    }
}
