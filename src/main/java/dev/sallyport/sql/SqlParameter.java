package dev.sallyport.sql;

import java.math.BigDecimal;

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

    /** SQL's NULL, without a type. */
    record Null() implements SqlParameter {}
}
