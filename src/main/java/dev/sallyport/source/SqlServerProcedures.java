package dev.sallyport.source;

import dev.sallyport.sql.ProcedureArgument;
import dev.sallyport.sql.SqlServerType;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Types;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Calls of procedures as Microsoft's driver takes them: values by the names of parameters. */
final class SqlServerProcedures {
    private SqlServerProcedures() {}

    /**
     * A call with its values; the first parameter is what the procedure returns.
     *
     * @param schema of the procedure, which is in the connection's database
     */
    static CallableStatement prepare(
            Connection connection, String schema, String name, List<ProcedureArgument> arguments)
            throws SQLException {
        CallableStatement call =
                connection.prepareCall(
                        "{? = call "
                                + quoted(schema)
                                + "."
                                + quoted(name)
                                + arguments.stream()
                                        .map(argument -> argument.name() + " = ?")
                                        .collect(Collectors.joining(", ", "(", ")"))
                                + "}");
        try {
            call.registerOutParameter(1, Types.INTEGER);
            for (int i = 0; i < arguments.size(); i++) {
                bind(connection, call, i + 2, arguments.get(i));
            }
            return call;
        } catch (SQLException | RuntimeException e) {
            call.close();
            throw e;
        }
    }

    private static String quoted(String name) {
        return "[" + name.replace("]", "]]") + "]";
    }

    private static void bind(
            Connection connection, CallableStatement call, int index, ProcedureArgument argument)
            throws SQLException {
        int type = argument.output() ? outputType(argument.type()) : inputType(argument.type());
        if (argument.output()) {
            if (argument.scale().isPresent()) {
                call.registerOutParameter(index, type, argument.scale().getAsInt());
            } else {
                call.registerOutParameter(index, type);
            }
        }
        Optional<ProcedureArgument.Value> value = argument.value();
        if (value.isEmpty()) {
            call.setNull(index, type);
            return;
        }
        switch (value.get()) {
            case ProcedureArgument.Text(var text) -> {
                if (argument.type() == SqlServerType.XML) {
                    SQLXML xml = connection.createSQLXML();
                    xml.setString(text);
                    call.setSQLXML(index, xml);
                } else {
                    call.setObject(index, text, type);
                }
            }
            case ProcedureArgument.Whole(var number) -> whole(call, index, argument.type(), number);
            case ProcedureArgument.Flag(var flag) -> call.setBoolean(index, flag);
            case ProcedureArgument.Decimal(var number) -> call.setBigDecimal(index, number);
            case ProcedureArgument.Floating(var number) -> {
                if (argument.type() == SqlServerType.REAL) {
                    call.setFloat(index, (float) number);
                } else {
                    call.setDouble(index, number);
                }
            }
            case ProcedureArgument.Day(var date) -> call.setObject(index, date);
            case ProcedureArgument.TimeOfDay(var time) -> call.setObject(index, time);
            case ProcedureArgument.Timestamp(var timestamp) -> call.setObject(index, timestamp);
            case ProcedureArgument.Moment(var moment) -> call.setObject(index, moment);
            case ProcedureArgument.Identifier(var identifier) ->
                    call.setObject(index, identifier.toString(), type);
            case ProcedureArgument.Binary(var base64) ->
                    call.setBytes(index, Base64.getDecoder().decode(base64));
            case ProcedureArgument.Table table -> SqlServerTables.bind(call, index, table);
        }
    }

    /**
     * By the setters of the types: the driver declares a parameter by the widest that it is told.
     */
    private static void whole(CallableStatement call, int index, SqlServerType type, long number)
            throws SQLException {
        if (type == SqlServerType.TINY_INT) {
            call.setByte(index, (byte) number);
        } else if (type == SqlServerType.SMALL_INT) {
            call.setShort(index, (short) number);
        } else if (type == SqlServerType.INT) {
            call.setInt(index, (int) number);
        } else {
            call.setLong(index, number);
        }
    }

    private static int inputType(SqlServerType type) {
        return switch (type) {
            case VAR_CHAR, CHAR -> Types.VARCHAR;
            case N_VAR_CHAR, N_CHAR -> Types.NVARCHAR;
            case TEXT -> Types.LONGVARCHAR;
            case N_TEXT -> Types.LONGNVARCHAR;
            case XML -> Types.SQLXML;
            case TINY_INT -> Types.TINYINT;
            case SMALL_INT -> Types.SMALLINT;
            case INT -> Types.INTEGER;
            case BIG_INT -> Types.BIGINT;
            case BIT -> Types.BIT;
            case DECIMAL, MONEY, SMALL_MONEY -> Types.DECIMAL;
            case NUMERIC -> Types.NUMERIC;
            case FLOAT -> Types.DOUBLE;
            case REAL -> Types.REAL;
            case DATE -> Types.DATE;
            case TIME -> Types.TIME;
            // The finest of them, which the server converts to the others.
            case DATE_TIME, DATE_TIME_2, SMALL_DATE_TIME -> Types.TIMESTAMP;
            case DATE_TIME_OFFSET -> microsoft.sql.Types.DATETIMEOFFSET;
            case UNIQUE_IDENTIFIER -> microsoft.sql.Types.GUID;
            // The server makes a value of the CLR's type of it.
            case BINARY, VAR_BINARY, UDT -> Types.VARBINARY;
            case TVP -> microsoft.sql.Types.STRUCTURED;
            case IMAGE -> Types.LONGVARBINARY;
        };
    }

    /** Of the length that the type has at most: the driver's own is 4000 or 8000. */
    private static int outputType(SqlServerType type) {
        return switch (type) {
            case VAR_CHAR, CHAR, TEXT -> Types.LONGVARCHAR;
            case N_VAR_CHAR, N_CHAR, N_TEXT -> Types.LONGNVARCHAR;
            case BINARY, VAR_BINARY, IMAGE -> Types.LONGVARBINARY;
            case XML,
                    TINY_INT,
                    SMALL_INT,
                    INT,
                    BIG_INT,
                    BIT,
                    DECIMAL,
                    NUMERIC,
                    MONEY,
                    SMALL_MONEY,
                    FLOAT,
                    REAL,
                    DATE,
                    TIME,
                    DATE_TIME,
                    DATE_TIME_2,
                    SMALL_DATE_TIME,
                    DATE_TIME_OFFSET,
                    UNIQUE_IDENTIFIER,
                    TVP,
                    UDT ->
                    inputType(type);
        };
    }
}
