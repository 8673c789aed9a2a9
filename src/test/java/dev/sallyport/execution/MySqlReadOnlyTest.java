package dev.sallyport.execution;

import dev.sallyport.source.TestMySql;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;

@Tag("full")
class MySqlReadOnlyTest extends MySqlFamilyReadOnlyContract {
    MySqlReadOnlyTest() {
        super(TestMySql.MYSQL);
    }

    /** Files that the server writes are nothing that a transaction holds: it takes FILE. */
    @Override
    protected Map<String, Set<Change>> passTheExecutor() {
        return Map.of("OUTFILE", Set.of(Change.FILES), "DUMPFILE", Set.of(Change.FILES));
    }

    /** And the server's log switched on, which takes SUPER. */
    @Override
    protected Map<String, Set<Change>> passTheConnection() {
        return Map.of("SET GLOBAL GENERAL_LOG", Set.of(Change.DATABASE));
    }
}
