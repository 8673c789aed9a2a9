package dev.sallyport.testing.tds;

import dev.sallyport.testing.tds.TdsType.Kind;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.UUID;

/** How values are written, MS-TDS 2.2.5.5. */
final class TdsValues {
    static final LocalDate FIRST_DAY = LocalDate.of(1, 1, 1);
    static final LocalDate DAY_OF_DATETIME = LocalDate.of(1900, 1, 1);
    static final Charset CODE_PAGE = Charset.forName("windows-1252");

    private static final int CHUNK = 8_000;

    private TdsValues() {}

    /** A value in a row; null for NULL. */
    static void write(TdsWriter out, TdsType type, boolean nullable, Object value)
            throws IOException {
        Kind kind = type.kind();
        switch (kind) {
            case CHAR, NCHAR, VARCHAR, NVARCHAR, BINARY, VARBINARY, ROWVERSION -> {
                if (type.isMax()) {
                    inParts(out, value == null ? null : content(type, value));
                } else if (value == null) {
                    out.int16(0xFFFF);
                } else {
                    byte[] content = content(type, value);
                    out.int16(content.length);
                    out.bytes(content);
                }
            }
            case XML, GEOMETRY, GEOGRAPHY, HIERARCHYID ->
                    inParts(out, value == null ? null : content(type, value));
            case TEXT, NTEXT, IMAGE -> {
                if (value == null) {
                    out.int8(0);
                    return;
                }
                byte[] content = content(type, value);
                out.int8(16);
                out.bytes(new byte[16 + 8]);
                out.int32(content.length);
                out.bytes(content);
            }
            case SQL_VARIANT -> {
                if (value == null) {
                    out.int32(0);
                } else {
                    TdsVariant.write(out, value);
                }
            }
            default -> {
                boolean fixed = !nullable && TdsTypeInfo.fixedToken(kind) != 0;
                byte[] content = value == null ? new byte[0] : content(type, value);
                if (!fixed) {
                    out.int8(content.length);
                }
                out.bytes(content);
            }
        }
    }

    /** The bytes of a value, without its length. */
    static byte[] content(TdsType type, Object value) throws IOException {
        TdsBuffer out = new TdsBuffer();
        Kind kind = type.kind();
        switch (kind) {
            case BIT -> out.int8((Boolean) value ? 1 : 0);
            case TINYINT, SMALLINT, INT, BIGINT ->
                    out.number(((Number) value).longValue(), TdsTypeInfo.size(kind));
            case REAL -> out.int32(Float.floatToRawIntBits(((Number) value).floatValue()));
            case FLOAT -> out.int64(Double.doubleToRawLongBits(((Number) value).doubleValue()));
            case DECIMAL, NUMERIC -> decimal(out, type, (BigDecimal) value);
            case SMALLMONEY -> out.int32(money(value));
            case MONEY -> {
                out.int32(money(value) >> 32);
                out.int32(money(value));
            }
            case DATE -> date(out, (LocalDate) value);
            case TIME -> time(out, (LocalTime) value, type.scale());
            case DATETIME2 -> {
                LocalDateTime moment = (LocalDateTime) value;
                time(out, moment.toLocalTime(), type.scale());
                date(out, moment.toLocalDate());
            }
            case DATETIMEOFFSET -> {
                OffsetDateTime moment = (OffsetDateTime) value;
                LocalDateTime utc = moment.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
                time(out, utc.toLocalTime(), type.scale());
                date(out, utc.toLocalDate());
                out.int16(moment.getOffset().getTotalSeconds() / 60);
            }
            case DATETIME -> datetime(out, (LocalDateTime) value);
            case SMALLDATETIME -> {
                LocalDateTime moment = (LocalDateTime) value;
                out.int16((int) ChronoUnit.DAYS.between(DAY_OF_DATETIME, moment.toLocalDate()));
                out.int16(moment.getHour() * 60 + moment.getMinute());
            }
            case UNIQUEIDENTIFIER -> {
                UUID uuid = (UUID) value;
                long high = uuid.getMostSignificantBits();
                out.int32(high >> 32);
                out.int16((int) (high >> 16));
                out.int16((int) high);
                out.int64(Long.reverseBytes(uuid.getLeastSignificantBits()));
            }
            case CHAR, VARCHAR, TEXT -> out.bytes(padded(type, (String) value).getBytes(CODE_PAGE));
            case NCHAR, NVARCHAR, NTEXT, XML ->
                    out.bytes(padded(type, (String) value).getBytes(StandardCharsets.UTF_16LE));
            case BINARY, ROWVERSION -> out.bytes(Arrays.copyOf((byte[]) value, type.length()));
            case VARBINARY, IMAGE, GEOMETRY, GEOGRAPHY, HIERARCHYID -> out.bytes((byte[]) value);
            case SQL_VARIANT -> throw new IllegalArgumentException("a variant has no own bytes");
        }
        return out.toByteArray();
    }

    private static String padded(TdsType type, String text) {
        boolean fixed = type.kind() == Kind.CHAR || type.kind() == Kind.NCHAR;
        return fixed ? text + " ".repeat(Math.max(0, type.length() - text.length())) : text;
    }

    /** A value that may be longer than a packet: its length, its parts, an end; PLP. */
    private static void inParts(TdsWriter out, byte[] content) throws IOException {
        if (content == null) {
            out.int64(-1);
            return;
        }
        out.int64(content.length);
        for (int from = 0; from < content.length; from += CHUNK) {
            int length = Math.min(CHUNK, content.length - from);
            out.int32(length);
            out.bytes(content, from, length);
        }
        out.int32(0);
    }

    private static void decimal(TdsWriter out, TdsType type, BigDecimal value) throws IOException {
        BigInteger digits = value.setScale(type.scale(), RoundingMode.UNNECESSARY).unscaledValue();
        byte[] highFirst = digits.abs().toByteArray();
        byte[] lowFirst = new byte[16];
        for (int i = 0; i < highFirst.length && i < lowFirst.length; i++) {
            lowFirst[i] = highFirst[highFirst.length - 1 - i];
        }
        out.int8(digits.signum() < 0 ? 0 : 1);
        out.bytes(lowFirst);
    }

    private static long money(Object value) {
        return ((BigDecimal) value).movePointRight(4).longValueExact();
    }

    private static void date(TdsWriter out, LocalDate date) throws IOException {
        out.number(ChronoUnit.DAYS.between(FIRST_DAY, date), 3);
    }

    private static void time(TdsWriter out, LocalTime time, int scale) throws IOException {
        long units = time.toNanoOfDay();
        for (int digit = scale; digit < 9; digit++) {
            units /= 10;
        }
        out.number(units, timeSize(scale));
    }

    static int timeSize(int scale) {
        return scale <= 2 ? 3 : scale <= 4 ? 4 : 5;
    }

    /** Days since 1900, and 300ths of a second. */
    private static void datetime(TdsWriter out, LocalDateTime moment) throws IOException {
        Duration ofDay = Duration.ofNanos(moment.toLocalTime().toNanoOfDay());
        long ticks = Math.round(ofDay.toNanos() * 3 / 10_000_000.0);
        out.int32(ChronoUnit.DAYS.between(DAY_OF_DATETIME, moment.toLocalDate()));
        out.int32(ticks);
    }
}
