package dev.sallyport.execution;

import dev.sallyport.source.TestH2;
import java.sql.Connection;
import java.sql.SQLException;

/** The contract where H2 finds the answers, itself or behind the driver of another engine. */
abstract class H2BackedExecutorContract extends StatementExecutorContract {
    /** A connection to H2 past the product. */
    protected abstract Connection past() throws SQLException;

    @Override
    protected final String state() throws SQLException {
        try (Connection past = past()) {
            return TestH2.script(past);
        }
    }

    @Override
    protected final String numbers(long last) {
        return "(SELECT X AS n FROM SYSTEM_RANGE(1, " + last + "))";
    }

    @Override
    protected final String slow() {
        return "SELECT MAX(MOD(x * x, 7)) FROM SYSTEM_RANGE(1, 100000000000)";
    }
}
