package dev.sallyport.execution;

import dev.sallyport.source.TestMySql;
import java.util.Set;
import org.junit.jupiter.api.Tag;

@Tag("full")
class MySqlReadOnlyTest extends MySqlFamilyReadOnlyContract {
    MySqlReadOnlyTest() {
        super(TestMySql.MYSQL);
    }

    /** Files that the server writes are nothing that a transaction holds: it takes FILE. */
    @Override
    protected Set<String> passTheExecutor() {
        return Set.of(
                "mysql-034",
                "mysql-560",
                "mysql-561",
                "mysql-565",
                "mysql-566",
                "mysql-567",
                "mysql-568",
                "mysql-570",
                "mysql-794",
                "mysql-795",
                "mysql-868",
                "mysql-870",
                "mysql-1076",
                "mysql-1077",
                "mysql-1078",
                "mysql-1081",
                "mysql-1207",
                "mysql-1212",
                "mysql-1288",
                "mysql-1290",
                "mysql-2105",
                "mysql-2109",
                "mysql-2110");
    }

    /** And the server's log switched on, which takes SUPER. */
    @Override
    protected Set<String> passTheConnection() {
        return Set.of(
                "mysql-034",
                "mysql-560",
                "mysql-561",
                "mysql-565",
                "mysql-566",
                "mysql-567",
                "mysql-568",
                "mysql-570",
                "mysql-651",
                "mysql-794",
                "mysql-795",
                "mysql-868",
                "mysql-870",
                "mysql-1076",
                "mysql-1077",
                "mysql-1078",
                "mysql-1081",
                "mysql-1207",
                "mysql-1212",
                "mysql-1288",
                "mysql-1290",
                "mysql-2105",
                "mysql-2109",
                "mysql-2110");
    }
}
