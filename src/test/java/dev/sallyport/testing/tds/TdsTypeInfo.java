package dev.sallyport.testing.tds;

import dev.sallyport.testing.tds.TdsType.Kind;
import java.io.IOException;
import java.util.Locale;

/** How a type is announced, TYPE_INFO of MS-TDS 2.2.5.4. */
final class TdsTypeInfo {
    /** Latin1_General_CI_AS, code page 1252. */
    static final byte[] COLLATION = {0x09, 0x04, (byte) 0xD0, 0x00, 0x34};

    private static final int LONG = 0xFFFF;

    private TdsTypeInfo() {}

    /** The number of a user's type: only a row version is told by it. */
    static int userType(TdsType type) {
        return type.kind() == Kind.ROWVERSION ? 0x50 : 0;
    }

    /** The token of the type that cannot be NULL; 0 where there is none of its own. */
    static int fixedToken(Kind kind) {
        return switch (kind) {
            case TINYINT -> 0x30;
            case BIT -> 0x32;
            case SMALLINT -> 0x34;
            case INT -> 0x38;
            case SMALLDATETIME -> 0x3A;
            case REAL -> 0x3B;
            case MONEY -> 0x3C;
            case DATETIME -> 0x3D;
            case FLOAT -> 0x3E;
            case SMALLMONEY -> 0x7A;
            case BIGINT -> 0x7F;
            default -> 0;
        };
    }

    /** Bytes of a value of fixed size. */
    static int size(Kind kind) {
        return switch (kind) {
            case BIT, TINYINT -> 1;
            case SMALLINT -> 2;
            case INT, REAL, SMALLMONEY, SMALLDATETIME -> 4;
            case BIGINT, FLOAT, MONEY, DATETIME -> 8;
            case UNIQUEIDENTIFIER -> 16;
            default -> throw new IllegalArgumentException("no fixed size: " + kind);
        };
    }

    static void write(TdsWriter out, TdsType type, boolean nullable) throws IOException {
        Kind kind = type.kind();
        int fixed = nullable ? 0 : fixedToken(kind);
        if (fixed != 0) {
            out.int8(fixed);
            return;
        }
        switch (kind) {
            case BIT -> sized(out, 0x68, 1);
            case TINYINT, SMALLINT, INT, BIGINT -> sized(out, 0x26, size(kind));
            case REAL, FLOAT -> sized(out, 0x6D, size(kind));
            case SMALLMONEY, MONEY -> sized(out, 0x6E, size(kind));
            case SMALLDATETIME, DATETIME -> sized(out, 0x6F, size(kind));
            case UNIQUEIDENTIFIER -> sized(out, 0x24, 16);
            case DECIMAL, NUMERIC -> {
                sized(out, kind == Kind.DECIMAL ? 0x6A : 0x6C, 17);
                out.int8(type.precision());
                out.int8(type.scale());
            }
            case DATE -> out.int8(0x28);
            case TIME -> sized(out, 0x29, type.scale());
            case DATETIME2 -> sized(out, 0x2A, type.scale());
            case DATETIMEOFFSET -> sized(out, 0x2B, type.scale());
            case CHAR -> text(out, 0xAF, type.length());
            case VARCHAR -> text(out, 0xA7, type.isMax() ? LONG : type.length());
            case NCHAR -> text(out, 0xEF, 2 * type.length());
            case NVARCHAR ->
                    text(out, 0xE7, type.isMax() ? LONG : Math.min(8000, 2 * type.length()));
            case BINARY, ROWVERSION -> binary(out, 0xAD, type.length());
            case VARBINARY -> binary(out, 0xA5, type.isMax() ? LONG : type.length());
            case TEXT, NTEXT, IMAGE -> old(out, kind);
            case XML -> out.bytes((byte) 0xF1, (byte) 0);
            case SQL_VARIANT -> {
                out.int8(0x62);
                out.int32(8009);
            }
            case GEOMETRY, GEOGRAPHY, HIERARCHYID -> userDefined(out, kind);
            case TABLE -> throw new IllegalArgumentException("a table is a parameter only");
        }
    }

    private static void sized(TdsWriter out, int token, int size) throws IOException {
        out.int8(token);
        out.int8(size);
    }

    private static void text(TdsWriter out, int token, int length) throws IOException {
        binary(out, token, length);
        out.bytes(COLLATION);
    }

    private static void binary(TdsWriter out, int token, int length) throws IOException {
        out.int8(token);
        out.int16(length);
    }

    private static void old(TdsWriter out, Kind kind) throws IOException {
        out.int8(kind == Kind.TEXT ? 0x23 : kind == Kind.NTEXT ? 0x63 : 0x22);
        out.int32(Integer.MAX_VALUE);
        if (kind != Kind.IMAGE) {
            out.bytes(COLLATION);
        }
        // The name of the table that the pointers of its values point into.
        out.int8(1);
        out.text("t");
    }

    private static void userDefined(TdsWriter out, Kind kind) throws IOException {
        String name = kind.name().toLowerCase(Locale.ROOT);
        out.int8(0xF0);
        out.int16(LONG);
        out.shortText("master");
        out.shortText("sys");
        out.shortText(name);
        out.text("Microsoft.SqlServer.Types.Sql" + name + ", Microsoft.SqlServer.Types");
    }
}
