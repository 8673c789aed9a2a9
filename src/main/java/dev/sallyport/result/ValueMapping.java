package dev.sallyport.result;

import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;

/** From an engine's types to JSON: what differs from driver to driver. Stateless. */
interface ValueMapping {
    /** Describes a column without a question to the engine. */
    Column column(ResultSetMetaData metadata, int index) throws SQLException;

    /** How the values of a column are read. */
    CellReader reader(ResultSetMetaData metadata, int index) throws SQLException;

    /** Reads one value and writes it; chosen once a column. */
    interface CellReader {
        void copy(ResultSet rows, int index, CellWriter out) throws SQLException;
    }

    /** The mapping for the engines of a dialect. */
    static ValueMapping of(Dialect dialect) {
        if (dialect.equals(Dialects.POSTGRES)) {
            return new PostgresValues();
        }
        if (dialect.equals(Dialects.TSQL)) {
            return new SqlServerValues();
        }
        boolean mysql = dialect.equals(Dialects.MYSQL) || dialect.equals(Dialects.MARIADB);
        return mysql ? new MySqlValues() : new JdbcValues();
    }
}
