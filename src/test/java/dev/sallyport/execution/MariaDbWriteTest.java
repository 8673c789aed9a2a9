package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.result.ResultRows;
import dev.sallyport.source.TestMySql;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("full")
class MariaDbWriteTest extends MySqlFamilyWriteContract {
    MariaDbWriteTest() {
        super(TestMySql.MARIADB);
    }

    @Override
    protected List<String> tables() {
        return SCHEMA;
    }

    @Override
    protected byte[] commit() {
        return "COMMIT".getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void answersTheRowsThatADeleteReturns() throws SQLException {
        assertThat(write("DELETE FROM accounts WHERE id < 3 RETURNING id, balance"))
                .isInstanceOfSatisfying(
                        ExecutionOutcome.Written.class,
                        written -> {
                            assertThat(written.affectedRows()).isEqualTo(2);
                            assertThat(written.returned().map(ResultRows::rows))
                                    .hasValueSatisfying(rows ->
                                            assertThat(rows).hasToString("[[1,1.00],[2,2.00]]"));
                        });
        assertThat(seen("SELECT COUNT(*) FROM accounts")).isEqualTo("48");
        String before = accounts();
        assertThat(reason(write("DELETE FROM accounts WHERE id > 0 RETURNING id")))
                .isEqualTo(FailureReason.TOO_MANY_AFFECTED);
        assertThat(accounts()).isEqualTo(before);
    }
}
