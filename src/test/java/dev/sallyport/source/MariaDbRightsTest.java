package dev.sallyport.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MariaDbRightsTest extends MySqlFamilyRightsContract {
    MariaDbRightsTest() {
        super(TestMySql.MARIADB);
    }

    @BeforeEach
    void makeRoles() throws SQLException {
        administer(
                "GRANT SELECT ON {own}.* TO {login}",
                "CREATE ROLE inner_role",
                "GRANT INSERT ON {own}.* TO inner_role",
                "CREATE ROLE writers",
                "GRANT inner_role TO writers");
    }

    @AfterEach
    void dropRoles() throws SQLException {
        administer("DROP ROLE writers", "DROP ROLE inner_role");
    }

    @Test
    void findsWhatARoleGivesThatIsNotTakenOnYet() throws SQLException {
        administer("GRANT writers TO {login}");
        RightsFinding finding = examine().findings().getFirst();
        assertThat(finding.right()).isEqualTo("change-rows");
        assertThat(finding.fixes()).singleElement().asString().startsWith("REVOKE `writers` FROM");
        fix(finding);
        assertThat(examine().findings()).isEmpty();
    }

    @Test
    void findsWhatTheRoleOfTheStartGives() throws SQLException {
        administer("GRANT writers TO {login}", "SET DEFAULT ROLE writers FOR {login}");
        RightsFinding finding = examine().findings().getFirst();
        assertThat(finding.right()).isEqualTo("change-rows");
        fix(finding);
        assertThat(examine().findings()).isEmpty();
    }

    @Test
    void findsWhatEverybodyMay() throws SQLException {
        administer("GRANT DELETE ON {own}.* TO PUBLIC");
        try {
            RightsFinding finding = examine().findings().getFirst();
            assertThat(finding.right()).isEqualTo("change-rows");
            fix(finding);
            assertThat(examine().findings()).isEmpty();
        } finally {
            administer("GRANT DELETE ON {own}.* TO PUBLIC", "REVOKE DELETE ON {own}.* FROM PUBLIC");
        }
    }
}
