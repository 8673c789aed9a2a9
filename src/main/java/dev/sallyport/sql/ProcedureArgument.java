package dev.sallyport.sql;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/**
 * A parameter of one call of a procedure.
 *
 * @param name with its {@code @}
 * @param value empty for NULL
 * @param scale digits after the point of a decimal, where they are told
 * @param output whether its value is wanted back
 */
public record ProcedureArgument(
        String name, SqlServerType type, Optional<Value> value, OptionalInt scale, boolean output) {
    /** A value, of the form that its type has; never written out by itself. */
    public sealed interface Value {}

    public record Text(String text) implements Value {
        @Override
        public String toString() {
            return "Text";
        }
    }

    public record Whole(long number) implements Value {
        @Override
        public String toString() {
            return "Whole";
        }
    }

    public record Flag(boolean flag) implements Value {
        @Override
        public String toString() {
            return "Flag";
        }
    }

    public record Decimal(BigDecimal number) implements Value {
        @Override
        public String toString() {
            return "Decimal";
        }
    }

    public record Floating(double number) implements Value {
        @Override
        public String toString() {
            return "Floating";
        }
    }

    public record Day(LocalDate date) implements Value {
        @Override
        public String toString() {
            return "Day";
        }
    }

    public record TimeOfDay(LocalTime time) implements Value {
        @Override
        public String toString() {
            return "TimeOfDay";
        }
    }

    public record Timestamp(LocalDateTime timestamp) implements Value {
        @Override
        public String toString() {
            return "Timestamp";
        }
    }

    public record Moment(OffsetDateTime moment) implements Value {
        @Override
        public String toString() {
            return "Moment";
        }
    }

    public record Identifier(UUID identifier) implements Value {
        @Override
        public String toString() {
            return "Identifier";
        }
    }

    /**
     * Rows of a table type.
     *
     * @param schema of the type
     * @param name of the type
     * @param columns in the order of the type
     * @param rows a value for each column; empty for NULL
     */
    public record Table(
            String schema, String name, List<TableColumn> columns, List<List<Optional<Value>>> rows)
            implements Value {
        public Table {
            columns = List.copyOf(columns);
            rows = rows.stream().map(List::copyOf).toList();
        }

        @Override
        public String toString() {
            return "Table";
        }
    }

    /**
     * A column of a table.
     *
     * @param scale digits after the point of a decimal, where they are told
     */
    public record TableColumn(String name, SqlServerType type, OptionalInt scale) {}

    /** Bytes, as Base64, so that they do not change. */
    public record Binary(String base64) implements Value {
        @Override
        public String toString() {
            return "Binary";
        }
    }
}
