package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.source.TestTrino;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Why sources of Trino take no changes: past the product, by the driver alone. */
@Tag("full")
class TrinoWriteTest {
    @Test
    void aConnectorRefusesAChangeInATransactionOrKeepsItWhateverBecomesOfThat()
            throws SQLException {
        String path = TestTrino.newSchema("CREATE TABLE kept (id INTEGER)");
        try (Connection connection = TestTrino.connect(path);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            assertThatThrownBy(() -> statement.executeUpdate("INSERT INTO kept VALUES 1"))
                    .hasMessageContaining("Catalog only supports writes using autocommit: memory");
            connection.rollback();
        }
        try (Connection connection = TestTrino.connect(path);
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("INSERT INTO kept VALUES 1, 2")).isEqualTo(2);
            try (ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM kept")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isEqualTo(2);
            }
        }
    }
}
