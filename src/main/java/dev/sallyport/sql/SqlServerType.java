package dev.sallyport.sql;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** A type that the value of a procedure's parameter may have, by the names of SQL Server. */
public enum SqlServerType {
    VAR_CHAR("VarChar", Form.TEXT),
    N_VAR_CHAR("NVarChar", Form.TEXT),
    CHAR("Char", Form.TEXT),
    N_CHAR("NChar", Form.TEXT),
    TEXT("Text", Form.TEXT),
    N_TEXT("NText", Form.TEXT),
    XML("Xml", Form.TEXT),
    TINY_INT("TinyInt", Form.INTEGER),
    SMALL_INT("SmallInt", Form.INTEGER),
    INT("Int", Form.INTEGER),
    BIG_INT("BigInt", Form.INTEGER),
    BIT("Bit", Form.FLAG),
    DECIMAL("Decimal", Form.DECIMAL),
    NUMERIC("Numeric", Form.DECIMAL),
    MONEY("Money", Form.DECIMAL),
    SMALL_MONEY("SmallMoney", Form.DECIMAL),
    FLOAT("Float", Form.FLOAT),
    REAL("Real", Form.FLOAT),
    DATE("Date", Form.DATE),
    TIME("Time", Form.TIME),
    DATE_TIME("DateTime", Form.TIMESTAMP),
    DATE_TIME_2("DateTime2", Form.TIMESTAMP),
    SMALL_DATE_TIME("SmallDateTime", Form.TIMESTAMP),
    DATE_TIME_OFFSET("DateTimeOffset", Form.MOMENT),
    UNIQUE_IDENTIFIER("UniqueIdentifier", Form.IDENTIFIER),
    BINARY("Binary", Form.BINARY),
    VAR_BINARY("VarBinary", Form.BINARY),
    IMAGE("Image", Form.BINARY),
    /** A table, of a table type of the database. */
    TVP("TVP", Form.TABLE),
    /** A type of the CLR, by the bytes that it serialises itself to. */
    UDT("UDT", Form.BINARY);

    /** What stands in a call for a value of the type. */
    public enum Form {
        TEXT,
        INTEGER,
        FLAG,
        DECIMAL,
        FLOAT,
        /** {@code 2026-01-31}. */
        DATE,
        /** {@code 23:59:59.123}. */
        TIME,
        /** {@code 2026-01-31T23:59:59.123}. */
        TIMESTAMP,
        /** {@code 2026-01-31T23:59:59.123+01:00}. */
        MOMENT,
        /** A UUID. */
        IDENTIFIER,
        /** Base64, or hexadecimal digits behind {@code 0x}. */
        BINARY,
        /** An array of rows, which are arrays of such values. */
        TABLE
    }

    private static final int MAX_SCALE = 38;

    private final String title;
    private final Form form;

    SqlServerType(String title, Form form) {
        this.title = title;
        this.form = form;
    }

    /** The name of the type. */
    public String title() {
        return title;
    }

    public Form form() {
        return form;
    }

    /**
     * The type of a name in any case; a length or precision in round brackets after it is of the
     * procedure's own declaration, and left out.
     */
    public static Optional<SqlServerType> named(String name) {
        String bare = name.strip().toLowerCase(Locale.ROOT);
        int bracket = bare.indexOf('(');
        if (bracket > 0 && isMeasure(bare.substring(bracket))) {
            bare = bare.substring(0, bracket).stripTrailing();
        }
        String wanted = bare;
        return Arrays.stream(values())
                .filter(type -> type.title.toLowerCase(Locale.ROOT).equals(wanted))
                .findFirst();
    }

    /** All names. */
    public static List<String> titles() {
        return Arrays.stream(values()).map(SqlServerType::title).toList();
    }

    /** Whether a column of a table that is a parameter may be of the type. */
    public boolean ofColumns() {
        return this != TVP && this != UDT;
    }

    /** Digits after the point, where a name tells its digits as {@code Decimal(18,2)} does. */
    public static OptionalInt scale(String name) {
        int bracket = name.indexOf('(');
        String bare = name.strip();
        if (bracket < 0 || !isMeasure(bare.substring(bare.indexOf('(')))) {
            return OptionalInt.empty();
        }
        String digits = bare.substring(bare.indexOf('(') + 1, bare.length() - 1);
        int comma = digits.indexOf(',');
        try {
            int scale = comma < 0 ? 0 : Integer.parseInt(digits.substring(comma + 1).strip());
            return scale <= MAX_SCALE ? OptionalInt.of(scale) : OptionalInt.empty();
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    private static boolean isMeasure(String text) {
        String inside = text.endsWith(")") ? text.substring(1, text.length() - 1).strip() : "";
        return inside.equals("max")
                || (!inside.isEmpty()
                        && inside.chars()
                                .allMatch(c -> (c >= '0' && c <= '9') || c == ',' || c == ' '));
    }
}
