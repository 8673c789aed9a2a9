package dev.sallyport.source;

import com.microsoft.sqlserver.jdbc.SQLServerDataTable;
import com.microsoft.sqlserver.jdbc.SQLServerPreparedStatement;
import dev.sallyport.sql.ProcedureArgument;
import dev.sallyport.sql.SqlServerType;
import java.sql.CallableStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tables as parameters, as Microsoft's driver takes them. */
final class SqlServerTables {
    private SqlServerTables() {}

    /** Binds a table; the name of its type holds nothing that would have to be escaped. */
    static void bind(CallableStatement call, int index, ProcedureArgument.Table table)
            throws SQLException {
        SQLServerDataTable rows = new SQLServerDataTable();
        for (ProcedureArgument.TableColumn column : table.columns()) {
            rows.addColumnMetadata(column.name(), type(column.type()));
        }
        for (List<Optional<ProcedureArgument.Value>> row : table.rows()) {
            rows.addRow(row.stream().map(SqlServerTables::value).toArray());
        }
        call.unwrap(SQLServerPreparedStatement.class)
                .setStructured(index, "[" + table.schema() + "].[" + table.name() + "]", rows);
    }

    /**
     * The driver sends dates and times as text, and knows neither money nor identifiers: those go
     * as what the server converts to them.
     */
    private static int type(SqlServerType type) {
        return switch (type) {
            case TINY_INT, SMALL_INT -> Types.SMALLINT;
            case INT -> Types.INTEGER;
            case BIG_INT -> Types.BIGINT;
            case BIT -> Types.BIT;
            case DECIMAL, NUMERIC, MONEY, SMALL_MONEY -> Types.DECIMAL;
            case FLOAT -> Types.DOUBLE;
            case REAL -> Types.REAL;
            case VAR_CHAR,
                    N_VAR_CHAR,
                    CHAR,
                    N_CHAR,
                    TEXT,
                    N_TEXT,
                    XML,
                    UNIQUE_IDENTIFIER,
                    DATE,
                    TIME,
                    DATE_TIME,
                    DATE_TIME_2,
                    SMALL_DATE_TIME,
                    DATE_TIME_OFFSET ->
                    Types.NVARCHAR;
            case BINARY, VAR_BINARY, IMAGE -> Types.VARBINARY;
            case TVP, UDT -> throw new IllegalArgumentException("no column has this type");
        };
    }

    private static @Nullable Object value(Optional<ProcedureArgument.Value> cell) {
        return cell.map(value ->
                        switch (value) {
                            case ProcedureArgument.Text(var text) -> text;
                            case ProcedureArgument.Whole(var number) -> (Object) number;
                            case ProcedureArgument.Flag(var flag) -> flag;
                            case ProcedureArgument.Decimal(var number) -> number;
                            case ProcedureArgument.Floating(var number) -> number;
                            case ProcedureArgument.Day(var date) -> date.toString();
                            case ProcedureArgument.TimeOfDay(var time) ->
                                    DateTimeFormatter.ISO_LOCAL_TIME.format(time);
                            case ProcedureArgument.Timestamp(var timestamp) ->
                                    DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(timestamp);
                            case ProcedureArgument.Moment(var moment) ->
                                    DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(moment);
                            case ProcedureArgument.Identifier(var identifier) ->
                                    identifier.toString();
                            case ProcedureArgument.Binary(var base64) ->
                                    Base64.getDecoder().decode(base64);
                            case ProcedureArgument.Table ignored ->
                                    throw new IllegalArgumentException("a table in a table");
                        })
                .orElse(null);
    }
}
