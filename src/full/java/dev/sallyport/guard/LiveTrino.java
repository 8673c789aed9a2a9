package dev.sallyport.guard;

import dev.sallyport.source.TestTrino;
import dev.sallyport.sql.Dialects;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Trino with the tables of the cases in catalogs in memory, for a user of the first of them. */
final class LiveTrino extends LiveEngine {
    /** The user who may do everything in the catalog of that name, and nothing elsewhere. */
    private static final String USER = "hive";

    private static final String PATH = "hive/sales";

    LiveTrino() throws SQLException {
        super(Dialects.TRINO);
        TestTrino.makeGuardTables();
    }

    @Override
    Connection connect() throws SQLException {
        return TestTrino.connect(PATH, USER);
    }

    @Override
    List<String> stateQueries() {
        return List.of(TestTrino.guardState());
    }

    /** Seen by the administrator, all of it; and the session of the user. */
    @Override
    String state(Connection connection) throws SQLException {
        try (Connection administrator = TestTrino.connect(PATH)) {
            return super.state(administrator) + session(connection);
        }
    }

    private static String session(Connection connection) throws SQLException {
        String sql =
                "SELECT concat_ws(' ', current_user, current_catalog, current_schema,"
                        + " current_timezone(), current_path)";
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** The connector in memory has no versions, no hidden tables and columns, no UPDATE. */
    @Override
    Set<String> lacks() {
        return Set.of(
                "trino-526", "trino-527", "trino-541", "trino-542", "trino-682", "trino-693",
                "trino-694", "trino-698", "trino-699", "trino-700", "trino-1235", "trino-1236",
                "trino-1253", "trino-1274", "trino-1275");
    }

    @Override
    boolean writesInTransactions() {
        return false;
    }

    @Override
    int statementsBetweenStates() {
        return 250;
    }

    @Override
    void restore() throws SQLException {
        TestTrino.makeGuardTables();
    }

    @Override
    Optional<String> trespass(SQLException error) {
        String message = String.valueOf(error.getMessage());
        return message.contains("Access Denied: Cannot access catalog")
                ? Optional.of("reads another catalog")
                : Optional.empty();
    }

    @Override
    public void close() {}
}
