package dev.sallyport.execution;

import dev.sallyport.source.SourceConnection;
import dev.sallyport.sql.SqlParameter;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/** Binds values to placeholders. */
final class Parameters {
    /** Beyond this a number is written out as a row of zeros, on its way or in the engine. */
    private static final int MAX_DIGITS = 1_000;

    private Parameters() {}

    /** What is wrong with the values, before a connection is asked for; empty if nothing is. */
    static Optional<String> problem(List<SqlParameter> parameters) {
        int index = 0;
        for (SqlParameter parameter : parameters) {
            index++;
            switch (parameter) {
                case SqlParameter.Text(String value) -> {
                    if (Texts.isBroken(value)) {
                        return Optional.of(
                                "parameter "
                                        + index
                                        + " has a NUL character or half of a surrogate pair, which"
                                        + " a database cannot hold");
                    }
                }
                case SqlParameter.Numeric(BigDecimal value) -> {
                    if (value.precision() > MAX_DIGITS
                            || Math.abs((long) value.scale()) > MAX_DIGITS) {
                        return Optional.of(
                                "parameter " + index + " has more than " + MAX_DIGITS + " digits");
                    }
                }
                case SqlParameter.Flag ignored -> {}
                case SqlParameter.Date ignored -> {}
                case SqlParameter.Timestamp ignored -> {}
                case SqlParameter.Null ignored -> {}
            }
        }
        return Optional.empty();
    }

    /** Binds values in order. */
    static void bind(
            SourceConnection connection, PreparedStatement statement, List<SqlParameter> parameters)
            throws SQLException {
        boolean javaTime = connection.knowsJavaTime();
        int index = 0;
        for (SqlParameter parameter : parameters) {
            index++;
            switch (parameter) {
                case SqlParameter.Text(String value) -> statement.setString(index, value);
                case SqlParameter.Numeric(BigDecimal value) ->
                        bind(connection, statement, index, value);
                case SqlParameter.Flag(boolean value) -> statement.setBoolean(index, value);
                case SqlParameter.Date(LocalDate value) -> {
                    if (javaTime) {
                        statement.setObject(index, value);
                    } else {
                        statement.setDate(index, Date.valueOf(value));
                    }
                }
                case SqlParameter.Timestamp(LocalDateTime value) -> {
                    if (javaTime) {
                        statement.setObject(index, value);
                    } else {
                        statement.setTimestamp(index, Timestamp.valueOf(value));
                    }
                }
                case SqlParameter.Null() -> connection.bindNull(statement, index);
            }
        }
    }

    /** The smallest type that holds the number: engines find functions by the type of a value. */
    private static void bind(
            SourceConnection connection, PreparedStatement statement, int index, BigDecimal value)
            throws SQLException {
        if (value.scale() > 0) {
            connection.bind(statement, index, value);
            return;
        }
        if (value.precision() - value.scale() <= 18) {
            long number = value.longValueExact();
            if (number == (int) number) {
                statement.setInt(index, (int) number);
            } else {
                statement.setLong(index, number);
            }
        } else {
            connection.bind(statement, index, value);
        }
    }
}
