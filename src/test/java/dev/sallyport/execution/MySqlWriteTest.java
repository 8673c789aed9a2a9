package dev.sallyport.execution;

import dev.sallyport.source.TestMySql;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;

@Tag("full")
class MySqlWriteTest extends MySqlFamilyWriteContract {
    MySqlWriteTest() {
        super(TestMySql.MYSQL);
    }

    /** 5.6 forgets checks, so that triggers stand in for them; its keys have 767 bytes at most. */
    @Override
    protected List<String> tables() {
        List<String> tables = new ArrayList<>();
        for (String sql : SCHEMA) {
            tables.add(sql.strip() + " CHARACTER SET ascii COLLATE ascii_bin");
        }
        for (String event : List.of("INSERT", "UPDATE")) {
            tables.add(
                    "CREATE TRIGGER check_%1$s BEFORE %1$s ON accounts FOR EACH ROW IF NEW.balance < 0 THEN SIGNAL SQLSTATE '23000'; END IF"
                            .formatted(event));
        }
        return tables;
    }

    @Override
    protected byte[] commit() {
        // Behind the byte of a query, which SET autocommit has elsewhere.
        return "\u0003COMMIT".getBytes(StandardCharsets.US_ASCII);
    }
}
