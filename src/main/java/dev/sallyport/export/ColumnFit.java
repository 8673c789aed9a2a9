package dev.sallyport.export;

import dev.sallyport.json.JsonNumber;
import dev.sallyport.json.JsonString;
import dev.sallyport.json.JsonValue;
import dev.sallyport.result.Cell;
import dev.sallyport.result.Column;
import dev.sallyport.result.ColumnKind;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether all values of a column fit the type that it declares, as they come: then a file
 * with types has them in it, otherwise as the text of answers. For one thread.
 */
final class ColumnFit {
    private static final int MAX_DIGITS = 38;

    /** Numbers of more digits are strings in answers, others never are. */
    private static final int SAFE_DIGITS = 15;

    /** Characters of a text that a summary has. */
    private static final int MAX_SHOWN = 100;

    private static final BigDecimal MIN_LONG = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal MAX_LONG = BigDecimal.valueOf(Long.MAX_VALUE);
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern TIME =
            Pattern.compile("[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,6})?");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,1000}(\\.[0-9]{1,1000})?");
    private static final String UTC = "+00:00";

    private final Column column;
    private final ColumnKind kind;
    private boolean fits = true;
    private boolean isLong = true;
    private int wholeDigits;
    private int scale;
    private boolean withOffset;
    private boolean withoutOffset;
    private long values;
    private long nulls;
    private @Nullable BigDecimal minNumber;
    private @Nullable BigDecimal maxNumber;
    private @Nullable String minText;
    private @Nullable String maxText;

    ColumnFit(Column column, ColumnKind kind) {
        this.column = column;
        this.kind = kind;
    }

    void add(Cell cell) {
        if (cell.kind() == Cell.Kind.NULL) {
            nulls++;
        } else if (kind == ColumnKind.TEXT) {
            values++;
            if (cell.kind() == Cell.Kind.STRING && !cell.binary()) {
                var _ = order(cell.text());
            }
        } else {
            values++;
            fits &= kind == ColumnKind.BINARY ? cell.binary() : fits(cell);
        }
    }

    private boolean fits(Cell cell) {
        return switch (cell.kind()) {
            case BOOLEAN -> kind == ColumnKind.BOOLEAN;
            case NUMBER -> isNumeric() && number(new BigDecimal(cell.text()));
            case STRING -> !cell.binary() && text(cell.text());
            case NULL, NESTED -> false;
        };
    }

    private boolean isNumeric() {
        return switch (kind) {
            case INTEGER, DECIMAL, FLOAT, DOUBLE -> true;
            case BOOLEAN, DATE, TIME, TIMESTAMP, BINARY, TEXT -> false;
        };
    }

    private boolean number(BigDecimal number) {
        if (minNumber == null || number.compareTo(minNumber) < 0) {
            minNumber = number;
        }
        if (maxNumber == null || number.compareTo(maxNumber) > 0) {
            maxNumber = number;
        }
        if (kind == ColumnKind.FLOAT || kind == ColumnKind.DOUBLE) {
            return true;
        }
        isLong &= isLong(number);
        scale = Math.max(scale, Math.max(0, number.scale()));
        wholeDigits = Math.max(wholeDigits, Math.max(0, number.precision() - number.scale()));
        return scale <= MAX_DIGITS && wholeDigits <= MAX_DIGITS;
    }

    private static boolean isLong(BigDecimal number) {
        return number.scale() <= 0
                && number.compareTo(MIN_LONG) >= 0
                && number.compareTo(MAX_LONG) <= 0;
    }

    private boolean text(String text) {
        return switch (kind) {
            case INTEGER, DECIMAL -> largeNumber(text);
            case FLOAT, DOUBLE ->
                    text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity");
            case DATE -> isDate(text) && order(text);
            case TIME -> isTime(text) && order(text);
            case TIMESTAMP -> isTimestamp(text) && order(text);
            case BOOLEAN, BINARY, TEXT -> false;
        };
    }

    /** A text among numbers is one where the mapping writes numbers as texts. */
    private boolean largeNumber(String text) {
        if (!NUMBER.matcher(text).matches()) {
            return false;
        }
        BigDecimal number = new BigDecimal(text);
        boolean large =
                number.precision() > SAFE_DIGITS
                        || number.scale() > SAFE_DIGITS
                        || text.length() > 2 * SAFE_DIGITS;
        return large && number(number);
    }

    private static boolean isDate(String text) {
        if (!DATE.matcher(text).matches() || text.startsWith("0000")) {
            return false;
        }
        try {
            return LocalDate.parse(text).getYear() > 0;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean isTime(String text) {
        if (!TIME.matcher(text).matches()) {
            return false;
        }
        try {
            return !LocalTime.parse(text).isAfter(LocalTime.MAX);
        } catch (DateTimeException e) {
            return false;
        }
    }

    private boolean isTimestamp(String text) {
        String local = text;
        if (text.endsWith(UTC)) {
            local = text.substring(0, text.length() - UTC.length());
            withOffset = true;
        } else {
            withoutOffset = true;
        }
        return withOffset != withoutOffset
                && local.length() >= 19
                && local.charAt(10) == ' '
                && isDate(local.substring(0, 10))
                && isTime(local.substring(11));
    }

    /** The order of texts is that of what they say, as long as they fit. */
    private boolean order(String text) {
        if (minText == null || text.compareTo(minText) < 0) {
            minText = text;
        }
        if (maxText == null || text.compareTo(maxText) > 0) {
            maxText = text;
        }
        return true;
    }

    /** The type in DuckDB and Parquet. */
    String fileType() {
        if (!fits) {
            return "VARCHAR";
        }
        return switch (kind) {
            case BOOLEAN -> "BOOLEAN";
            case INTEGER -> isLong ? "BIGINT" : decimal(0);
            case DECIMAL -> decimal(scale);
            case FLOAT -> "FLOAT";
            case DOUBLE -> "DOUBLE";
            case DATE -> "DATE";
            case TIME -> "TIME";
            case TIMESTAMP -> withOffset ? "TIMESTAMP WITH TIME ZONE" : "TIMESTAMP";
            case BINARY -> "BLOB";
            case TEXT -> "VARCHAR";
        };
    }

    /** As it is declared, where that is known and holds; otherwise as its values need it. */
    private String decimal(int digitsAfterPoint) {
        int precision = column.precision().orElse(0);
        int declaredScale = column.scale().orElse(0);
        boolean declared =
                precision > 0
                        && precision <= MAX_DIGITS
                        && declaredScale >= 0
                        && digitsAfterPoint <= declaredScale
                        && wholeDigits <= precision - declaredScale;
        if (declared && kind == ColumnKind.DECIMAL) {
            return "DECIMAL(" + precision + "," + declaredScale + ")";
        }
        int digits = Math.max(1, wholeDigits + digitsAfterPoint);
        return values == 0 || digits > MAX_DIGITS
                ? "VARCHAR"
                : "DECIMAL(" + digits + "," + digitsAfterPoint + ")";
    }

    /**
     * What it holds; without an order where its values do not fit its type.
     *
     * @param noted the column with its notes
     * @param fileName its name in the file
     * @param typed whether the file has types
     */
    ColumnSummary summary(Column noted, String fileName, boolean typed) {
        return new ColumnSummary(
                noted,
                fileName.equals(noted.name()) ? Optional.empty() : Optional.of(fileName),
                typed ? Optional.of(fileType()) : Optional.empty(),
                nulls,
                shown(minNumber, minText),
                shown(maxNumber, maxText));
    }

    private Optional<JsonValue> shown(@Nullable BigDecimal number, @Nullable String text) {
        if (!fits) {
            return Optional.empty();
        }
        if (number != null) {
            return Optional.of(
                    number.precision() > SAFE_DIGITS
                            ? new JsonString(number.toPlainString())
                            : new JsonNumber(number));
        }
        return text == null ? Optional.empty() : Optional.of(new JsonString(beginning(text)));
    }

    private static String beginning(String text) {
        if (text.length() <= MAX_SHOWN) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(MAX_SHOWN - 1)) ? MAX_SHOWN - 1 : MAX_SHOWN;
        return text.substring(0, end) + "…";
    }
}
