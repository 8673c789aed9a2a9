package dev.sallyport.execution;

import dev.sallyport.source.TestMySql;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;

@Tag("full")
class MariaDbReadOnlyTest extends MySqlFamilyReadOnlyContract {
    MariaDbReadOnlyTest() {
        super(TestMySql.MARIADB);
    }

    /** Files that the server writes are nothing that a transaction holds: it takes FILE. */
    @Override
    protected Map<String, Set<Change>> passTheExecutor() {
        return Map.of("OUTFILE", Set.of(Change.FILES), "DUMPFILE", Set.of(Change.FILES));
    }

    /** And a setting of the server, which takes SUPER. */
    @Override
    protected Map<String, Set<Change>> passTheConnection() {
        return Map.of("SET GLOBAL MAX_CONNECTIONS", Set.of(Change.DATABASE));
    }
}
