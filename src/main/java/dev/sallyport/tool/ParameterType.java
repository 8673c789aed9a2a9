package dev.sallyport.tool;

import dev.sallyport.json.JsonBoolean;
import dev.sallyport.json.JsonNumber;
import dev.sallyport.json.JsonString;
import dev.sallyport.json.JsonValue;
import dev.sallyport.sql.SqlParameter;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The type of a declared tool's parameter. */
enum ParameterType {
    STRING("string", "a string"),
    INTEGER("integer", "a whole number"),
    DECIMAL("number", "a number"),
    BOOLEAN("boolean", "true or false");

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

    /** The name in JSON Schema. */
    String schemaType() {
        return schemaType;
    }

    /** The type for people, with its article. */
    String article() {
        return article;
    }

    boolean isNumber() {
        return this == INTEGER || this == DECIMAL;
    }

    /** The value to bind, exact; empty where the JSON value is not of this type. */
    Optional<SqlParameter> bind(JsonValue value) {
        return switch (this) {
            case STRING ->
                    value instanceof JsonString(String text)
                            ? Optional.of(new SqlParameter.Text(text))
                            : Optional.empty();
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
        };
    }

    /** A value that the configuration gives as text; empty where it is not of this type. */
    Optional<JsonValue> parse(String text) {
        Optional<JsonValue> value =
                switch (this) {
                    case STRING -> Optional.of(new JsonString(text));
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
