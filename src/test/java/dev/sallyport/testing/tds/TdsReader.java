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
import java.util.ArrayList;
import java.util.List;
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

    /** How the values of a parameter, or of a table's column, are written. */
    private record Info(int token, TdsType type, boolean inParts) {}

    /** The next parameter. */
    TdsParameter parameter() {
        int ordinal = count;
        count++;
        String name = characters(int8());
        boolean output = (int8() & 1) != 0;
        int token = int8();
        if (token == 0xF3) {
            return new TdsParameter(ordinal, name, output, TdsType.of("table"), table());
        }
        Info info = info(token);
        return new TdsParameter(ordinal, name, output, info.type(), value(info));
    }

    /** A table-valued parameter, TVP_TYPE_INFO of MS-TDS 2.2.5.5.5; null for none. */
    private TdsTable table() {
        characters(int8());
        String schema = characters(int8());
        String name = characters(int8());
        int columns = int16();
        if (columns == 0xFFFF) {
            return null;
        }
        List<Info> infos = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            skip(6);
            infos.add(info(int8()));
            // The protocol wants an empty name: columns go by their places.
            characters(int8());
        }
        for (int token = int8(); token != 0; token = int8()) {
            skip(int16() * (token == 0x10 ? 3 : 2));
        }
        List<List<Object>> rows = new ArrayList<>();
        while (int8() == 1) {
            List<Object> row = new ArrayList<>();
            for (Info info : infos) {
                row.add(value(info));
            }
            rows.add(row);
        }
        return new TdsTable(schema, name, infos.stream().map(Info::type).toList(), rows);
    }

    private Info info(int token) {
        return switch (token) {
            case 0x26, 0x68, 0x6D, 0x6E, 0x6F, 0x24 -> new Info(token, sized(token, int8()), false);
            case 0x6A, 0x6C -> {
                skip(1);
                int precision = int8();
                yield new Info(
                        token, TdsType.of("decimal(" + precision + "," + int8() + ")"), false);
            }
            case 0x28 -> new Info(token, TdsType.of("date"), false);
            case 0x29, 0x2A, 0x2B -> {
                String kind =
                        token == 0x29 ? "time" : token == 0x2A ? "datetime2" : "datetimeoffset";
                yield new Info(token, TdsType.of(kind + "(" + int8() + ")"), false);
            }
            case 0xF1 -> {
                skip(1);
                yield new Info(token, TdsType.of("xml"), true);
            }
            case 0xA5, 0xAD, 0xA7, 0xAF, 0xE7, 0xEF -> text(token);
            default ->
                    throw new IllegalArgumentException(
                            "parameter of type 0x" + Integer.toHexString(token));
        };
    }

    private Object value(Info info) {
        int token = info.token();
        if (token == 0x6A || token == 0x6C) {
            return decimal(info.type().scale(), int8());
        }
        if (token == 0x28) {
            int length = int8();
            return length == 0 ? null : date();
        }
        if (token >= 0x29 && token <= 0x2B) {
            return temporal(info);
        }
        if (token == 0xF1) {
            byte[] content = inParts();
            return content == null ? null : new String(content, StandardCharsets.UTF_16LE);
        }
        if (token >= 0xA5) {
            return textValue(info);
        }
        int length = int8();
        return length == 0 ? null : sizedValue(info.type(), length);
    }

    private static TdsType sized(int token, int size) {
        return TdsType.of(
                switch (token) {
                    case 0x26 ->
                            switch (size) {
                                case 1 -> "tinyint";
                                case 2 -> "smallint";
                                case 4 -> "int";
                                default -> "bigint";
                            };
                    case 0x68 -> "bit";
                    case 0x6D -> size == 4 ? "real" : "float";
                    case 0x6E -> size == 4 ? "smallmoney" : "money";
                    case 0x6F -> size == 4 ? "smalldatetime" : "datetime";
                    default -> "uniqueidentifier";
                });
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

    private Object temporal(Info info) {
        if (int8() == 0) {
            return null;
        }
        int scale = info.type().scale();
        long units = number(TdsValues.timeSize(scale));
        for (int digit = scale; digit < 9; digit++) {
            units *= 10;
        }
        LocalTime time = LocalTime.ofNanoOfDay(units);
        if (info.token() == 0x29) {
            return time;
        }
        LocalDateTime moment = LocalDateTime.of(date(), time);
        if (info.token() == 0x2A) {
            return moment;
        }
        ZoneOffset offset = ZoneOffset.ofTotalSeconds(in.getShort() * 60);
        return OffsetDateTime.of(moment, ZoneOffset.UTC).withOffsetSameInstant(offset);
    }

    private static boolean isBinary(int token) {
        return token == 0xA5 || token == 0xAD;
    }

    private static boolean isWide(int token) {
        return token == 0xE7 || token == 0xEF;
    }

    private Info text(int token) {
        int size = int16();
        if (!isBinary(token)) {
            skip(TdsTypeInfo.COLLATION.length);
        }
        boolean wide = isWide(token);
        String family = isBinary(token) ? "varbinary" : wide ? "nvarchar" : "varchar";
        String length =
                size == 0xFFFF ? "max" : String.valueOf(Math.max(1, wide ? size / 2 : size));
        return new Info(token, TdsType.of(family + "(" + length + ")"), size == 0xFFFF);
    }

    private Object textValue(Info info) {
        byte[] content = info.inParts() ? inParts() : short16();
        return content == null || isBinary(info.token())
                ? content
                : new String(
                        content,
                        isWide(info.token()) ? StandardCharsets.UTF_16LE : TdsValues.CODE_PAGE);
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
