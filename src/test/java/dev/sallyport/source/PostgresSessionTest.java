package dev.sallyport.source;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A session that the guard's lexer can't rely on is refused when it is opened. */
class PostgresSessionTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET search_path = public, pg_catalog",
                "SET standard_conforming_strings = off"
            })
    void refusesASettingThatChangesWhatTheTextMeans(String setting) throws SQLException {
        try (Connection connection = TestPostgres.connect(TestPostgres.newDatabase());
                Statement statement = connection.createStatement()) {
            statement.execute(setting);
            assertThatThrownBy(() -> new PostgresEngine().opened(connection))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining(setting.split(" ")[1]);
        }
    }

    /** No function is looked up among them. */
    @Test
    void takesASessionThatHasATemporaryTable() throws SQLException {
        try (Connection connection = TestPostgres.connect(TestPostgres.newDatabase());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMP TABLE x (a int)");
            new PostgresEngine().opened(connection);
        }
    }
}
