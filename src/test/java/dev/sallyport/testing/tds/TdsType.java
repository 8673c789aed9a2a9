package dev.sallyport.testing.tds;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A type of SQL Server.
 *
 * @param length bytes or characters, as its declaration counts; {@link #MAX} for {@code max}
 * @param scale digits after the point, or of a second
 */
public record TdsType(Kind kind, int length, int precision, int scale) {
    /** The length of {@code varchar(max)} and its like. */
    static final int MAX = -1;

    /** The types by the names of SQL Server. */
    enum Kind {
        BIT,
        TINYINT,
        SMALLINT,
        INT,
        BIGINT,
        REAL,
        FLOAT,
        DECIMAL,
        NUMERIC,
        SMALLMONEY,
        MONEY,
        DATE,
        TIME,
        DATETIME,
        SMALLDATETIME,
        DATETIME2,
        DATETIMEOFFSET,
        CHAR,
        VARCHAR,
        TEXT,
        NCHAR,
        NVARCHAR,
        NTEXT,
        BINARY,
        VARBINARY,
        IMAGE,
        ROWVERSION,
        UNIQUEIDENTIFIER,
        XML,
        SQL_VARIANT,
        GEOMETRY,
        GEOGRAPHY,
        HIERARCHYID,
        /** Of a parameter only. */
        TABLE
    }

    private TdsType(Kind kind, int length) {
        this(kind, length, 0, 0);
    }

    /** A type by its declaration: {@code decimal(38,10)}, {@code nvarchar(max)}. */
    public static TdsType of(String declaration) {
        String text = declaration.strip().toUpperCase(Locale.ROOT);
        int open = text.indexOf('(');
        Kind kind = Kind.valueOf((open < 0 ? text : text.substring(0, open)).strip());
        List<Integer> numbers =
                open < 0
                        ? List.of()
                        : Stream.of(text.substring(open + 1, text.indexOf(')')).split(",", -1))
                                .map(String::strip)
                                .map(n -> n.equals("MAX") ? MAX : Integer.parseInt(n))
                                .toList();
        int first = numbers.isEmpty() ? defaultLength(kind) : numbers.getFirst();
        return switch (kind) {
            case DECIMAL, NUMERIC ->
                    new TdsType(kind, 17, first, numbers.size() > 1 ? numbers.get(1) : 0);
            case TIME, DATETIME2, DATETIMEOFFSET -> new TdsType(kind, 0, 0, first);
            default -> new TdsType(kind, first);
        };
    }

    private static int defaultLength(Kind kind) {
        return switch (kind) {
            case DECIMAL, NUMERIC -> 18;
            case TIME, DATETIME2, DATETIMEOFFSET -> 7;
            case ROWVERSION -> 8;
            case CHAR, NCHAR, BINARY -> 1;
            default -> 8000;
        };
    }

    boolean isMax() {
        return length == MAX;
    }
}
