package dev.sallyport.source;

import dev.sallyport.sql.Dialect;
import java.util.List;
import java.util.Optional;

/** All engines that the product can reach. */
final class Engines {
    private static final List<Engine> ALL =
            List.of(
                    new H2Engine(),
                    new ConnxEngine(),
                    new Db2Engine(),
                    new DuckDbEngine(),
                    new HsqldbEngine(),
                    new MariaDbEngine(),
                    new MySqlEngine(),
                    new OracleEngine(),
                    new PostgresEngine(),
                    new SqliteEngine(),
                    new SqlServerEngine(),
                    new TrinoEngine());

    private Engines() {}

    static List<Engine> all() {
        return ALL;
    }

    static Optional<Engine> of(Dialect dialect) {
        return ALL.stream().filter(engine -> engine.dialect().equals(dialect)).findFirst();
    }
}
