package dev.sallyport.testing.tds;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

/** Reads what a client sends inside of a message; parameters by MS-TDS 2.2.6.6. */
final class TdsReader {
    private final ByteBuffer in;
    private int count;

    TdsReader(byte[] data) {
        in = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
    }

    boolean hasMore() {
        return in.hasRemaining();
    }

    int int8() {
        return in.get() & 0xff;
    }

    int int16() {
        return in.getShort() & 0xffff;
    }

    int int32() {
        return in.getInt();
    }

    void skip(int bytes) {
        in.position(in.position() + bytes);
    }

    /** The headers before a statement, which say of transactions and notifications. */
    void skipHeaders() {
        skip(in.getInt(in.position()));
    }

    byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    String characters(int length) {
        return new String(bytes(2 * length), StandardCharsets.UTF_16LE);
    }

    String rest() {
        return characters(in.remaining() / 2);
    }

    /** The next parameter. */
    TdsParameter parameter() {
        count++;
        String name = characters(int8());
        boolean output = (int8() & 1) != 0;
        int token = int8();
        return switch (token) {
            case 0x26 -> sized(name, output, "int", int8());
            case 0x68 -> sized(name, output, "bit", int8());
            case 0x6D -> sized(name, output, "float", int8());
            case 0x6E -> sized(name, output, "money", int8());
            case 0x6F -> sized(name, output, "datetime", int8());
            case 0x24 -> sized(name, output, "uniqueidentifier", int8());
            case 0x6A, 0x6C -> {
                skip(1);
                int precision = int8();
                int scale = int8();
                TdsType type = TdsType.of("decimal(" + precision + "," + scale + ")");
                yield new TdsParameter(count - 1, name, output, type, decimal(scale, int8()));
            }
            case 0x28 -> {
                int length = int8();
                yield new TdsParameter(
                        count - 1, name, output, TdsType.of("date"), length == 0 ? null : date());
            }
            case 0x29, 0x2A, 0x2B -> temporal(name, output, token);
            case 0xF1 -> {
                skip(1);
                byte[] content = inParts();
                yield new TdsParameter(
                        count - 1,
                        name,
                        output,
                        TdsType.of("xml"),
                        content == null ? null : new String(content, StandardCharsets.UTF_16LE));
            }
            case 0xA5, 0xAD, 0xA7, 0xAF, 0xE7, 0xEF -> text(name, output, token);
            default ->
                    throw new IllegalArgumentException(
                            "parameter of type 0x" + Integer.toHexString(token));
        };
    }

    private TdsParameter sized(String name, boolean output, String family, int size) {
        int length = int8();
        TdsType type =
                switch (family) {
                    case "int" ->
                            TdsType.of(
                                    switch (size) {
                                        case 1 -> "tinyint";
                                        case 2 -> "smallint";
                                        case 4 -> "int";
                                        default -> "bigint";
                                    });
                    case "float" -> TdsType.of(size == 4 ? "real" : "float");
                    case "money" -> TdsType.of(size == 4 ? "smallmoney" : "money");
                    case "datetime" -> TdsType.of(size == 4 ? "smalldatetime" : "datetime");
                    default -> TdsType.of(family);
                };
        Object value = length == 0 ? null : sizedValue(type, length);
        return new TdsParameter(count - 1, name, output, type, value);
    }

    private Object sizedValue(TdsType type, int length) {
        return switch (type.kind()) {
            case BIT -> int8() != 0;
            case TINYINT, SMALLINT, INT, BIGINT ->
                    switch (length) {
                        case 1 -> (long) int8();
                        case 2 -> (long) in.getShort();
                        case 4 -> (long) in.getInt();
                        default -> in.getLong();
                    };
            case REAL -> in.getFloat();
            case FLOAT -> in.getDouble();
            case SMALLMONEY -> BigDecimal.valueOf(in.getInt(), 4);
            case MONEY -> {
                long high = in.getInt();
                yield BigDecimal.valueOf(high << 32 | in.getInt() & 0xFFFF_FFFFL, 4);
            }
            case SMALLDATETIME ->
                    TdsValues.DAY_OF_DATETIME.plusDays(int16()).atStartOfDay().plusMinutes(int16());
            case DATETIME -> {
                LocalDateTime day = TdsValues.DAY_OF_DATETIME.plusDays(in.getInt()).atStartOfDay();
                yield day.plusNanos(Math.round(in.getInt() * 10_000_000 / 3.0));
            }
            case UNIQUEIDENTIFIER -> {
                long high = (in.getInt() & 0xFFFF_FFFFL) << 32;
                high |= (long) int16() << 16;
                high |= int16();
                yield new UUID(high, Long.reverseBytes(in.getLong()));
            }
            default -> throw new IllegalArgumentException("no sized value: " + type);
        };
    }

    private BigDecimal decimal(int scale, int length) {
        if (length == 0) {
            return null;
        }
        int sign = int8();
        byte[] lowFirst = bytes(length - 1);
        byte[] highFirst = new byte[lowFirst.length];
        for (int i = 0; i < lowFirst.length; i++) {
            highFirst[i] = lowFirst[lowFirst.length - 1 - i];
        }
        return new BigDecimal(new BigInteger(sign == 0 ? -1 : 1, highFirst), scale);
    }

    private LocalDate date() {
        return TdsValues.FIRST_DAY.plusDays(number(3));
    }

    private long number(int size) {
        long value = 0;
        for (int i = 0; i < size; i++) {
            value |= (long) int8() << (8 * i);
        }
        return value;
    }

    private TdsParameter temporal(String name, boolean output, int token) {
        int scale = int8();
        String kind = token == 0x29 ? "time" : token == 0x2A ? "datetime2" : "datetimeoffset";
        TdsType type = TdsType.of(kind + "(" + scale + ")");
        if (int8() == 0) {
            return new TdsParameter(count - 1, name, output, type, null);
        }
        long units = number(TdsValues.timeSize(scale));
        for (int digit = scale; digit < 9; digit++) {
            units *= 10;
        }
        LocalTime time = LocalTime.ofNanoOfDay(units);
        Object value = time;
        if (token != 0x29) {
            LocalDateTime moment = LocalDateTime.of(date(), time);
            value = moment;
            if (token == 0x2B) {
                ZoneOffset offset = ZoneOffset.ofTotalSeconds(in.getShort() * 60);
                value = OffsetDateTime.of(moment, ZoneOffset.UTC).withOffsetSameInstant(offset);
            }
        }
        return new TdsParameter(count - 1, name, output, type, value);
    }

    private TdsParameter text(String name, boolean output, int token) {
        int size = int16();
        boolean binary = token == 0xA5 || token == 0xAD;
        boolean wide = token == 0xE7 || token == 0xEF;
        if (!binary) {
            skip(TdsTypeInfo.COLLATION.length);
        }
        byte[] content = size == 0xFFFF ? inParts() : short16();
        String family = binary ? "varbinary" : wide ? "nvarchar" : "varchar";
        String length =
                size == 0xFFFF ? "max" : String.valueOf(Math.max(1, wide ? size / 2 : size));
        Object value =
                content == null || binary
                        ? content
                        : new String(
                                content, wide ? StandardCharsets.UTF_16LE : TdsValues.CODE_PAGE);
        return new TdsParameter(
                count - 1, name, output, TdsType.of(family + "(" + length + ")"), value);
    }

    private byte[] short16() {
        int length = int16();
        return length == 0xFFFF ? null : bytes(length);
    }

    private byte[] inParts() {
        if (in.getLong() == -1) {
            return null;
        }
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (int part = int32(); part != 0; part = int32()) {
            content.writeBytes(bytes(part));
        }
        return content.toByteArray();
    }
}
