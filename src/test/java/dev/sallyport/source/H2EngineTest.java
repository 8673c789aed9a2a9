package dev.sallyport.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.sql.Dialects;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class H2EngineTest {
    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    jdbc:h2:mem:a                        | jdbc:h2:mem:a;DB_CLOSE_ON_EXIT=FALSE;LAZY_QUERY_EXECUTION=TRUE
                    jdbc:h2:mem:a;db_close_on_exit=true  | jdbc:h2:mem:a;db_close_on_exit=true;LAZY_QUERY_EXECUTION=TRUE
                    jdbc:h2:file:/a                      | jdbc:h2:file:/a;DB_CLOSE_ON_EXIT=FALSE;LAZY_QUERY_EXECUTION=TRUE;IFEXISTS=TRUE;ACCESS_MODE_DATA=r
                    jdbc:h2:tcp://h/a                    | jdbc:h2:tcp://h/a
                    """)
    void leavesTheDatabaseOpenForCallsThatAreStillToEndAtASignal(String url, String connected) {
        SourceConfig config =
                new SourceConfig(
                        "shop", url, Optional.empty(), Optional.empty(), Dialects.H2, false);
        assertThat(new H2Engine().connectUrl(config)).isEqualTo(connected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"SET MODE MSSQLServer", "SET MODE Oracle", "SET NON_KEYWORDS SELECT, VALUE"})
    void refusesADatabaseThatReadsTextOtherwise(String setting) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:");
                Statement statement = connection.createStatement()) {
            new H2Engine().opened(connection);
            statement.execute(setting);
            assertThatThrownBy(() -> new H2Engine().opened(connection))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("mode");
        }
    }
}
