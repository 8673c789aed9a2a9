package dev.sallyport.result;

import dev.sallyport.json.JsonEncoded;
import dev.sallyport.json.JsonWriter;
import dev.sallyport.sql.ProcedureArgument;
import dev.sallyport.sql.SqlServerType;
import java.io.Reader;
import java.sql.CallableStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** Reads what a procedure put into its parameters, by the rules for columns of the same types. */
public final class ProcedureOutputs {
    private ProcedureOutputs() {}

    /**
     * An object with a member for each parameter whose value is wanted back, named without its
     * {@code @}; empty where it has more bytes than the limit.
     *
     * @param call behind its results
     * @param first index of the first argument
     * @param limits of which the bytes are for all values
     */
    public static Optional<JsonEncoded> read(
            CallableStatement call,
            int first,
            List<ProcedureArgument> arguments,
            ResultLimits limits)
            throws SQLException {
        JsonWriter json = new JsonWriter();
        json.beginObject();
        for (int i = 0; i < arguments.size(); i++) {
            ProcedureArgument argument = arguments.get(i);
            if (argument.output()) {
                json.name(argument.name().substring(1));
                CellWriter out = new CellWriter(json, limits.maxCellBytes(), limits.trimChar());
                copy(call, first + i, argument.type(), out);
                if (json.length() >= limits.maxBytes()) {
                    return Optional.empty();
                }
            }
        }
        json.endObject();
        return Optional.of(json.toEncoded());
    }

    private static void copy(CallableStatement call, int index, SqlServerType type, CellWriter out)
            throws SQLException {
        switch (type) {
            case CHAR, N_CHAR -> {
                String value = call.getString(index);
                if (value == null) {
                    out.writeNull();
                } else {
                    out.padded(value);
                }
            }
            case VAR_CHAR, N_VAR_CHAR, TEXT, N_TEXT -> {
                Reader value = call.getCharacterStream(index);
                if (value == null) {
                    out.writeNull();
                } else {
                    out.text(value);
                }
            }
            case XML, UNIQUE_IDENTIFIER -> {
                String value = call.getString(index);
                if (value == null) {
                    out.writeNull();
                } else {
                    out.text(value);
                }
            }
            case TINY_INT, SMALL_INT, INT, BIG_INT -> {
                long value = call.getLong(index);
                if (call.wasNull()) {
                    out.writeNull();
                } else {
                    out.write(value);
                }
            }
            case BIT -> {
                boolean value = call.getBoolean(index);
                if (call.wasNull()) {
                    out.writeNull();
                } else {
                    out.write(value);
                }
            }
            case DECIMAL, NUMERIC, MONEY, SMALL_MONEY -> {
                var value = call.getBigDecimal(index);
                if (value == null) {
                    out.writeNull();
                } else {
                    out.write(value);
                }
            }
            case FLOAT -> {
                double value = call.getDouble(index);
                if (call.wasNull()) {
                    out.writeNull();
                } else {
                    out.write(value);
                }
            }
            case REAL -> {
                float value = call.getFloat(index);
                if (call.wasNull()) {
                    out.writeNull();
                } else {
                    out.write(value);
                }
            }
            case DATE -> moment(call, index, LocalDate.class, out);
            case TIME -> moment(call, index, LocalTime.class, out);
            case DATE_TIME, DATE_TIME_2, SMALL_DATE_TIME ->
                    moment(call, index, LocalDateTime.class, out);
            case DATE_TIME_OFFSET -> moment(call, index, OffsetDateTime.class, out);
            case TVP -> throw new IllegalArgumentException("a table only goes in");
            case BINARY, VAR_BINARY, IMAGE, UDT -> {
                byte[] value = call.getBytes(index);
                if (value == null) {
                    out.writeNull();
                } else {
                    out.binary(value);
                }
            }
        }
    }

    private static <T> void moment(CallableStatement call, int index, Class<T> type, CellWriter out)
            throws SQLException {
        T value = call.getObject(index, type);
        if (value == null) {
            out.writeNull();
        } else {
            out.text(DateTimes.text(value));
        }
    }
}
