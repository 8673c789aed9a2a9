package dev.sallyport.sql;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;

/** A value bound to a placeholder: exact, and never part of the statement's text. */
public sealed interface SqlParameter {
    record Text(String value) implements SqlParameter {
        /** Values must not reach a log. */
        @Override
        public String toString() {
            return "Text";
        }
    }

    record Numeric(BigDecimal value) implements SqlParameter {
        /** Values must not reach a log. */
        @Override
        public String toString() {
            return "Numeric";
        }
    }

    record Flag(boolean value) implements SqlParameter {
        /** Values must not reach a log. */
        @Override
        public String toString() {
            return "Flag";
        }
    }

    record Date(LocalDate value) implements SqlParameter {
        /** Values must not reach a log. */
        @Override
        public String toString() {
            return "Date";
        }
    }

    /** A date and a time of no zone. */
    record Timestamp(LocalDateTime value) implements SqlParameter {
        /** Values must not reach a log. */
        @Override
        public String toString() {
            return "Timestamp";
        }
    }

    /** SQL's NULL, without a type. */
    record Null() implements SqlParameter {}
}
