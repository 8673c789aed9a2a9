package dev.sallyport.result;

import dev.sallyport.sql.Dialect;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.Optional;

/** From an engine's types to JSON: what differs from driver to driver. Stateless. */
interface ValueMapping {
    /** Describes a column without a question to the engine. */
    Column column(ResultSetMetaData metadata, int index) throws SQLException;

    /**
     * The table that a column is of, as the driver names it; empty where it does not know, or where
     * that would tell of a table behind a view.
     */
    default Optional<String> table(ResultSetMetaData metadata, int index) throws SQLException {
        String table = metadata.getTableName(index);
        return table == null || table.isBlank() ? Optional.empty() : Optional.of(table);
    }

    /**
     * Whether the driver asks the engine for the tables of columns, as one does for all at once.
     */
    default boolean asksForTables() {
        return false;
    }

    /** How the values of a column are read. */
    CellReader reader(ResultSetMetaData metadata, int index) throws SQLException;

    /** Reads one value and writes it; chosen once a column. */
    interface CellReader {
        void copy(ResultSet rows, int index, CellWriter out) throws SQLException;
    }

    /** The mapping for the engines of a dialect. */
    static ValueMapping of(Dialect dialect) {
        return switch (dialect.name()) {
            case "postgres" -> new PostgresValues();
            case "mysql", "mariadb" -> new MySqlValues();
            case "tsql" -> new SqlServerValues();
            case "sqlite" -> new SqliteValues();
            case "duckdb" -> new DuckDbValues();
            case "trino" -> new TrinoValues();
            case "db2" -> new Db2Values();
            case "oracle" -> new OracleValues();
            case "connx" -> new ConnxValues();
            default -> new JdbcValues();
        };
    }
}
