package dev.sallyport.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of servers that the tests do not have; the others are in the contract of both engines. */
class MySqlGrantTest {
    @Test
    void readsPrivilegesOfColumnsWithOddNames() {
        assertThat(
                        MySqlGrant.of(
                                "GRANT SELECT (`a)`, `b``, c`), INSERT ON `my``shop`.`or.ders` TO `x`@`%`"))
                .isEqualTo(
                        new MySqlGrant.Rights(
                                List.of(
                                        new MySqlGrant.Right(
                                                "SELECT",
                                                "(`a)`, `b``, c`)",
                                                "`my``shop`.`or.ders`",
                                                "my`shop",
                                                "or.ders"),
                                        new MySqlGrant.Right(
                                                "INSERT",
                                                "",
                                                "`my``shop`.`or.ders`",
                                                "my`shop",
                                                "or.ders")),
                                false));
    }

    @Test
    void readsRolesOfMySql8() {
        assertThat(MySqlGrant.of("GRANT `reader`@`%`,`writer`@`10.0.0.%` TO `x`@`%`"))
                .isEqualTo(new MySqlGrant.Roles(List.of("`reader`@`%`", "`writer`@`10.0.0.%`")));
    }

    @Test
    void whatIsTakenAwayAgainFromTheTablesOfLoginsIsNoRightToReadPasswords() {
        MySqlGrant granted = MySqlGrant.of("GRANT SELECT ON *.* TO `x`@`%`");
        MySqlGrant revoked = MySqlGrant.of("REVOKE SELECT ON `mysql`.* FROM `x`@`%`");
        MySqlGrant.Right right = ((MySqlGrant.Rights) granted).rights().getFirst();
        assertThat(MySqlPrivileges.of(right, Set.of(), Optional.of("shop")))
                .contains(MySqlPrivileges.PASSWORDS);
        assertThat(
                        MySqlPrivileges.of(
                                right,
                                Set.copyOf(((MySqlGrant.Revoked) revoked).rights()),
                                Optional.of("shop")))
                .contains(MySqlPrivileges.OTHER_DATABASES);
    }

    @ParameterizedTest
    @CsvSource({
        "SYSTEM_VARIABLES_ADMIN, SERVER",
        "READ_ONLY ADMIN, SERVER",
        "SET_USER_ID, LOGINS",
        "CLONE_ADMIN, REPLICATION",
        "SOMETHING NEW, OTHER"
    })
    void knowsPrivilegesOfOtherReleasesAndNoneThatItDoesNotKnowIsHarmless(
            String privilege, MySqlPrivileges kind) {
        MySqlGrant grant = MySqlGrant.of("GRANT " + privilege + " ON *.* TO `x`@`%`");
        MySqlGrant.Right right = ((MySqlGrant.Rights) grant).rights().getFirst();
        assertThat(MySqlPrivileges.of(right, Set.of(), Optional.empty())).contains(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GRANT",
                "ALLOW SELECT ON *.* TO `x`@`%`",
                "GRANT SELECT ON `shop` TO `x`@`%`",
                "GRANT SELECT ON SOMETHING `shop`.* TO `x`@`%`",
                "GRANT SELECT (`a` ON `shop`.* TO `x`@`%`",
                "GRANT SELECT ON `shop`.*"
            })
    void whatItDoesNotReadToItsEndIsNotUnderstood(String row) {
        assertThat(MySqlGrant.of(row)).isEqualTo(new MySqlGrant.NotUnderstood());
    }

    @ParameterizedTest
    @CsvSource({
        "shop, shop, true",
        "shop, shops, false",
        "sh_p, shop, true",
        "my\\_shop, my_shop, true",
        "my\\_shop, myxshop, false",
        "%, mysql, true",
        "m%q_, mysql, true",
        "m%qx, mysql, false"
    })
    void matchesPatternsOfDatabasesAsTheServerDoes(String pattern, String name, boolean covers) {
        assertThat(MySqlPrivileges.covers(pattern, name)).isEqualTo(covers);
    }
}
