package dev.sallyport.execution;

import dev.sallyport.source.TestMySql;
import java.util.Set;
import org.junit.jupiter.api.Tag;

@Tag("full")
class MariaDbReadOnlyTest extends MySqlFamilyReadOnlyContract {
    MariaDbReadOnlyTest() {
        super(TestMySql.MARIADB);
    }

    /** Files that the server writes are nothing that a transaction holds: it takes FILE. */
    @Override
    protected Set<String> passTheExecutor() {
        return Set.of(
                "mariadb-522",
                "mariadb-523",
                "mariadb-544",
                "mariadb-642",
                "mariadb-643",
                "mariadb-716",
                "mariadb-719",
                "mariadb-1073",
                "mariadb-1074",
                "mariadb-1075",
                "mariadb-1077",
                "mariadb-1078",
                "mariadb-1207",
                "mariadb-1212",
                "mariadb-1290",
                "mariadb-2108",
                "mariadb-2114",
                "mariadb-2115");
    }

    /** And a setting of the server, which takes SUPER. */
    @Override
    protected Set<String> passTheConnection() {
        return Set.of(
                "mariadb-522",
                "mariadb-523",
                "mariadb-529",
                "mariadb-544",
                "mariadb-642",
                "mariadb-643",
                "mariadb-716",
                "mariadb-719",
                "mariadb-1073",
                "mariadb-1074",
                "mariadb-1075",
                "mariadb-1077",
                "mariadb-1078",
                "mariadb-1207",
                "mariadb-1212",
                "mariadb-1290",
                "mariadb-2108",
                "mariadb-2114",
                "mariadb-2115");
    }
}
