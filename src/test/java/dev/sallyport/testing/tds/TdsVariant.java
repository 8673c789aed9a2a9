package dev.sallyport.testing.tds;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.UUID;

/** A value that brings its type along, MS-TDS 2.2.5.5.4. */
final class TdsVariant {
    private TdsVariant() {}

    static void write(TdsWriter out, Object value) throws IOException {
        TdsBuffer content = new TdsBuffer();
        switch (value) {
            case Boolean bit -> typed(content, 0x32, "bit", bit);
            case Integer number -> typed(content, 0x38, "int", number);
            case Long number -> typed(content, 0x7F, "bigint", number);
            case Double number -> typed(content, 0x3E, "float", number);
            case BigDecimal number -> {
                TdsType type = TdsType.of("decimal(38," + number.scale() + ")");
                content.bytes((byte) 0x6A, (byte) 2, (byte) 38, (byte) number.scale());
                content.bytes(TdsValues.content(type, number));
            }
            case LocalDate date -> typed(content, 0x28, "date", date);
            case LocalTime time -> typed(content, 0x29, "time(7)", time);
            case LocalDateTime moment -> typed(content, 0x2A, "datetime2(7)", moment);
            case OffsetDateTime moment -> typed(content, 0x2B, "datetimeoffset(7)", moment);
            case UUID uuid -> typed(content, 0x24, "uniqueidentifier", uuid);
            case String text -> {
                content.bytes((byte) 0xE7, (byte) 7);
                content.bytes(TdsTypeInfo.COLLATION);
                content.int16(8000);
                content.bytes(TdsValues.content(TdsType.of("nvarchar(4000)"), text));
            }
            case byte[] bytes -> {
                content.bytes((byte) 0xA5, (byte) 2);
                content.int16(8000);
                content.bytes(bytes);
            }
            default -> throw new IllegalArgumentException("no variant of " + value.getClass());
        }
        out.int32(content.size());
        out.bytes(content.toByteArray());
    }

    /** Types of a scale have it as their one property. */
    private static void typed(TdsBuffer out, int token, String type, Object value)
            throws IOException {
        out.int8(token);
        boolean scaled = type.endsWith("(7)");
        out.int8(scaled ? 1 : 0);
        if (scaled) {
            out.int8(7);
        }
        out.bytes(TdsValues.content(TdsType.of(type), value));
    }
}
