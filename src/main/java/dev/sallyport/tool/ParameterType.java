package dev.sallyport.tool;

import dev.sallyport.json.JsonBoolean;
import dev.sallyport.json.JsonNumber;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonString;
import dev.sallyport.json.JsonValue;
import dev.sallyport.sql.SqlParameter;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The type of a declared tool's parameter, or of one element of it. */
enum ParameterType {
    STRING("string", "a string"),
    INTEGER("integer", "a whole number"),
    DECIMAL("number", "a number"),
    BOOLEAN("boolean", "true or false"),
    DATE("string", "a date written as 2026-01-31"),
    TIMESTAMP("string", "a date and time written as 2026-01-31 23:59:59");

    private final String schemaType;
    private final String article;

    ParameterType(String schemaType, String article) {
        this.schemaType = schemaType;
        this.article = article;
    }

    /** The names in the configuration. */
    static String[] names() {
        return Arrays.stream(values()).map(ParameterType::configName).toArray(String[]::new);
    }

    static ParameterType named(String configName) {
        return valueOf(configName.toUpperCase(Locale.ROOT));
    }

    String configName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Puts the type into a JSON Schema. */
    void putSchema(JsonObject.Builder schema) {
        schema.put("type", schemaType);
        if (this == DATE) {
            schema.put("format", "date");
        }
    }

    /** The type for people, with its article. */
    String article() {
        return article;
    }

    boolean isNumber() {
        return this == INTEGER || this == DECIMAL;
    }

    /** Some value, for an engine that wants to know of which type it is. */
    SqlParameter example() {
        LocalDate day = LocalDate.of(2026, 1, 31);
        return switch (this) {
            case STRING -> new SqlParameter.Text("");
            case INTEGER -> new SqlParameter.Numeric(BigDecimal.ONE);
            case DECIMAL -> new SqlParameter.Numeric(new BigDecimal("1.5"));
            case BOOLEAN -> new SqlParameter.Flag(true);
            case DATE -> new SqlParameter.Date(day);
            case TIMESTAMP -> new SqlParameter.Timestamp(day.atStartOfDay());
        };
    }

    /** The value to bind, exact; empty where the JSON value is not of this type. */
    Optional<SqlParameter> bind(JsonValue value) {
        return switch (this) {
            case STRING -> text(value).map(SqlParameter.Text::new);
            case INTEGER ->
                    value instanceof JsonNumber(BigDecimal number)
                            ? whole(number).map(SqlParameter.Numeric::new)
                            : Optional.empty();
            case DECIMAL ->
                    value instanceof JsonNumber(BigDecimal number) && Arguments.isWritable(number)
                            ? Optional.of(new SqlParameter.Numeric(number))
                            : Optional.empty();
            case BOOLEAN ->
                    value instanceof JsonBoolean(boolean flag)
                            ? Optional.of(new SqlParameter.Flag(flag))
                            : Optional.empty();
            case DATE -> text(value).flatMap(ParameterType::date);
            case TIMESTAMP -> text(value).flatMap(ParameterType::timestamp);
        };
    }

    /** A value that the configuration gives as text; empty where it is not of this type. */
    Optional<JsonValue> parse(String text) {
        Optional<JsonValue> value =
                switch (this) {
                    case STRING, DATE, TIMESTAMP -> Optional.of(new JsonString(text));
                    case INTEGER, DECIMAL -> number(text);
                    case BOOLEAN ->
                            switch (text) {
                                case "true" -> Optional.of(JsonBoolean.TRUE);
                                case "false" -> Optional.of(JsonBoolean.FALSE);
                                default -> Optional.empty();
                            };
                };
        return value.filter(parsed -> bind(parsed).isPresent());
    }

    private static Optional<String> text(JsonValue value) {
        return value instanceof JsonString(String text) ? Optional.of(text) : Optional.empty();
    }

    private static Optional<SqlParameter> date(String text) {
        try {
            return Optional.of(LocalDate.parse(text))
                    .filter(ParameterType::hasFourDigits)
                    .map(SqlParameter.Date::new);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /**
     * Of no zone: one with an offset is none, since the engine would not know what to do with it.
     */
    private static Optional<SqlParameter> timestamp(String text) {
        try {
            return Optional.of(LocalDateTime.parse(text.replace(' ', 'T')))
                    .filter(moment -> hasFourDigits(moment.toLocalDate()))
                    .map(SqlParameter.Timestamp::new);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** PostgreSQL's driver binds years far off as infinity, and others have none before 1. */
    private static boolean hasFourDigits(LocalDate date) {
        return date.getYear() >= 1 && date.getYear() <= 9999;
    }

    private static Optional<JsonValue> number(String text) {
        try {
            return Optional.of(new JsonNumber(new BigDecimal(text)));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    /** The number without its point, as 2.0 is 2; empty where it has a fraction. */
    private static Optional<BigDecimal> whole(BigDecimal number) {
        if (!Arguments.isWritable(number)) {
            return Optional.empty();
        }
        BigDecimal whole = number.stripTrailingZeros();
        return whole.scale() > 0 ? Optional.empty() : Optional.of(whole.setScale(0));
    }
}
