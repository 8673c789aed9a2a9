package dev.sallyport.catalog;

import java.sql.Types;
import java.util.Locale;

/** Types of columns as a person writes them: {@code varchar(40)}, {@code numeric(12,2)}. */
final class ColumnTypes {
    /** Longer than any declared length: the engine's way to say that there is none. */
    private static final int UNLIMITED = 1_000_000;

    private ColumnTypes() {}

    static String text(String engineName, int jdbcType, int size, int digits) {
        String name = plain(engineName.toLowerCase(Locale.ROOT));
        return switch (jdbcType) {
            case Types.CHAR,
                    Types.NCHAR,
                    Types.VARCHAR,
                    Types.NVARCHAR,
                    Types.BINARY,
                    Types.VARBINARY ->
                    size > 0 && size < UNLIMITED && name.indexOf('(') < 0
                            ? name + "(" + size + ")"
                            : name;
            case Types.DECIMAL, Types.NUMERIC ->
                    size > 0 && size < UNLIMITED && name.indexOf('(') < 0
                            ? name + "(" + size + (digits > 0 ? "," + digits : "") + ")"
                            : name;
            default -> name;
        };
    }

    /** One name for a type, not the driver's inner ones. */
    private static String plain(String written) {
        // SQL Server says "int identity" and "numeric() identity".
        String name = written.replace(" identity", "").replace("()", "");
        return switch (name) {
            case "character varying" -> "varchar";
            case "character", "bpchar" -> "char";
            case "serial" -> "int4";
            case "bigserial" -> "int8";
            case "smallserial" -> "int2";
            default -> name;
        };
    }
}
