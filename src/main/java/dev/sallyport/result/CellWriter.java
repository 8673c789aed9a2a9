package dev.sallyport.result;

import dev.sallyport.json.JsonWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Base64;

/**
 * Writes the values of one column, and remembers what has to be said of them.
 *
 * <p>The rules of {@code docs/types.md}: what a reader with double precision would change is
 * written as text; what is longer than the limit is cut, and its full length given.
 */
final class CellWriter {
    /** The largest integer that every reader of JSON keeps: 2^53 - 1. */
    private static final long MAX_SAFE = (1L << 53) - 1;

    /** Decimals of up to this many digits survive a reader with double precision. */
    private static final int SAFE_DIGITS = 15;

    /** Exponents beyond this would be written out as a long row of zeros. */
    private static final int MAX_PLAIN_SCALE = 200;

    /** Bytes or characters that are read at once where they are only counted. */
    private static final int SKIPPED = 8_192;

    private final JsonWriter out;
    private final int maxCellBytes;
    private final boolean trimChar;
    private boolean numbersAsText;
    private boolean base64;
    private boolean trimmed;
    private boolean foreign;
    private boolean utc;
    private boolean geometry;

    /** Of the value that was begun last: whether bytes were written, and whether any were cut. */
    private boolean binaryValue;

    private boolean cutValue;

    CellWriter(JsonWriter out, long maxCellBytes, boolean trimChar) {
        this.out = out;
        this.maxCellBytes = (int) Math.min(maxCellBytes, Integer.MAX_VALUE / 8);
        this.trimChar = trimChar;
    }

    /** Forgets what is known of the value before, for those who want to know of each. */
    void beginValue() {
        binaryValue = false;
        cutValue = false;
    }

    /** Whether the value is base64 of bytes, or has such in it. */
    boolean isBinary() {
        return binaryValue;
    }

    /** Whether the value was longer than the limit, or has such in it. */
    boolean isCut() {
        return cutValue;
    }

    void writeNull() {
        out.nullValue();
    }

    void write(boolean value) {
        out.bool(value);
    }

    void write(long value) {
        if (value >= -MAX_SAFE && value <= MAX_SAFE) {
            out.number(value);
        } else {
            numbersAsText = true;
            out.string(Long.toString(value));
        }
    }

    /** A whole number of any length. */
    void write(BigInteger value) {
        if (value.bitLength() < Long.SIZE) {
            write(value.longValue());
        } else {
            numbersAsText = true;
            text(value.toString());
        }
    }

    /** A decimal with the digits that it has, trailing zeros included. */
    void write(BigDecimal value) {
        if (Math.abs((long) value.scale()) > MAX_PLAIN_SCALE) {
            numbersAsText = true;
            out.string(value.toString());
        } else if (value.precision() <= SAFE_DIGITS && Math.abs(value.scale()) <= SAFE_DIGITS) {
            out.number(value.toPlainString());
        } else {
            numbersAsText = true;
            text(value.toPlainString());
        }
    }

    /** A number that the engine wrote in decimal digits, as {@code -12.30}. */
    void decimal(String digits) {
        decimal(digits.getBytes(StandardCharsets.US_ASCII));
    }

    /** The same in ASCII. */
    void decimal(byte[] digits) {
        int significant = significantDigits(digits);
        if (significant < 0) {
            // NaN and infinities have no form in JSON.
            out.string(ascii(digits));
        } else if (isSafe(digits, significant)) {
            out.number(digits);
        } else {
            numbersAsText = true;
            text(digits);
        }
    }

    /** A float that the engine wrote as the shortest text that reads back as the same value. */
    void floating(byte[] digits) {
        byte last = digits[digits.length - 1];
        if (last >= '0' && last <= '9') {
            out.number(digits);
        } else {
            out.string(ascii(digits));
        }
    }

    void write(double value) {
        if (Double.isFinite(value)) {
            out.number(Double.toString(value));
        } else {
            out.string(Double.toString(value));
        }
    }

    void write(float value) {
        if (Float.isFinite(value)) {
            out.number(Float.toString(value));
        } else {
            out.string(Float.toString(value));
        }
    }

    /** A text; where it is too long, its beginning and its length in characters. */
    void text(String value) {
        if (fits(value)) {
            out.string(value);
        } else {
            cut(beginning(value), value.codePointCount(0, value.length()));
        }
    }

    /** A text in UTF-8, which nobody has checked. */
    void text(byte[] utf8) {
        if (utf8.length > maxCellBytes || !out.string(utf8)) {
            text(new String(utf8, StandardCharsets.UTF_8));
        }
    }

    /** A text of fixed length, without the blanks that fill it up unless they are wanted. */
    void padded(String value) {
        if (!trimChar) {
            text(value);
            return;
        }
        int end = value.length();
        while (end > 0 && value.charAt(end - 1) == ' ') {
            end--;
        }
        if (end < value.length()) {
            trimmed = true;
        }
        text(value.substring(0, end));
    }

    /** A value of a type that has no rule, in the engine's own words. */
    void foreign(String value) {
        foreign = true;
        text(value);
    }

    /** A moment that the engine stores in UTC, and that is written as such, without an offset. */
    void utc(String value) {
        utc = true;
        text(value);
    }

    /** A geometry in the engine's binary form. */
    void geometry(byte[] value) {
        geometry = true;
        binary(value);
    }

    void binary(byte[] value) {
        base64 = true;
        binaryValue = true;
        if (value.length <= maxCellBytes) {
            out.string(Base64.getEncoder().encodeToString(value));
        } else {
            byte[] head = Arrays.copyOf(value, maxCellBytes);
            cut(Base64.getEncoder().encodeToString(head), value.length);
        }
    }

    /** A binary that is read no further than has to be; the driver knows its length. */
    void binary(InputStream stream, long length) throws SQLException {
        try (stream) {
            byte[] head = stream.readNBytes((int) Math.min(length, maxCellBytes));
            base64 = true;
            binaryValue = true;
            String text = Base64.getEncoder().encodeToString(head);
            if (length <= maxCellBytes) {
                out.string(text);
            } else {
                cut(text, length);
            }
        } catch (IOException e) {
            throw new SQLException("a binary value could not be read", "58030", e);
        }
    }

    /** A binary whose length shows at its end; no more of it is kept than has room. */
    void binary(InputStream stream) throws SQLException {
        try (stream) {
            byte[] head = stream.readNBytes(maxCellBytes);
            long length = head.length;
            byte[] rest = new byte[SKIPPED];
            for (int read = stream.read(rest); read >= 0; read = stream.read(rest)) {
                length += read;
            }
            base64 = true;
            binaryValue = true;
            String text = Base64.getEncoder().encodeToString(head);
            if (length <= maxCellBytes) {
                out.string(text);
            } else {
                cut(text, length);
            }
        } catch (IOException e) {
            throw new SQLException("a binary value could not be read", "58030", e);
        }
    }

    /** A text whose length shows at its end; no more of it is kept than has room. */
    void text(Reader reader) throws SQLException {
        try (reader) {
            StringBuilder head = new StringBuilder();
            long length = 0;
            char[] part = new char[SKIPPED];
            for (int read = reader.read(part); read >= 0; read = reader.read(part)) {
                head.append(part, 0, Math.min(read, maxCellBytes + 1 - head.length()));
                for (int i = 0; i < read; i++) {
                    // The second half of a pair does not count: lengths are in characters.
                    length += Character.isLowSurrogate(part[i]) ? 0 : 1;
                }
            }
            String text = head.toString();
            if (length <= maxCellBytes && fits(text)) {
                out.string(text);
            } else {
                cut(beginning(text), length);
            }
        } catch (IOException e) {
            throw new SQLException("a text value could not be read", "58030", e);
        }
    }

    /** A long text that is read no further than has to be; the driver knows its length. */
    void text(Reader reader, long length) throws SQLException {
        try (reader) {
            char[] head = new char[(int) Math.min(length, maxCellBytes)];
            int count = 0;
            for (int read = 0; count < head.length && read >= 0; count += Math.max(read, 0)) {
                read = reader.read(head, count, head.length - count);
            }
            String text = new String(head, 0, count);
            if (length <= count && fits(text)) {
                out.string(text);
            } else {
                cut(beginning(text), length);
            }
        } catch (IOException e) {
            throw new SQLException("a text value could not be read", "58030", e);
        }
    }

    void beginObject() {
        out.beginObject();
    }

    /** The name of the next member of an object. */
    void name(String name) {
        out.name(name);
    }

    void endObject() {
        out.endObject();
    }

    void beginArray() {
        out.beginArray();
    }

    void endArray() {
        out.endArray();
    }

    /** What has to be said of the values that were written; empty where they are plain. */
    String note() {
        StringBuilder note = new StringBuilder();
        say(note, numbersAsText, "numbers that JSON readers round are strings");
        say(note, base64, "base64");
        say(note, trimmed, "trailing blanks removed");
        say(note, foreign, "in the engine's own notation");
        say(note, utc, "in UTC");
        say(note, geometry, "SRID and WKB of a geometry, ST_AsText shows it as text");
        return note.toString();
    }

    private static void say(StringBuilder note, boolean applies, String text) {
        if (applies) {
            note.append(note.isEmpty() ? "" : "; ").append(text);
        }
    }

    private void cut(String beginning, long length) {
        cutValue = true;
        out.beginObject();
        out.name("cut");
        out.string(beginning);
        out.name("length");
        out.number(length);
        out.endObject();
    }

    private boolean fits(String value) {
        return value.length() <= maxCellBytes / 3
                || (value.length() <= maxCellBytes
                        && value.getBytes(StandardCharsets.UTF_8).length <= maxCellBytes);
    }

    /** As many whole characters as the limit has room for. */
    private String beginning(String value) {
        int bytes = 0;
        int end = 0;
        while (end < value.length()) {
            int c = value.codePointAt(end);
            bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
            if (bytes > maxCellBytes) {
                break;
            }
            end += Character.charCount(c);
        }
        return value.substring(0, end);
    }

    /** Digits from the first that is not zero; -1 where the text is not a plain decimal number. */
    private static int significantDigits(byte[] digits) {
        int significant = 0;
        int from = digits.length > 0 && digits[0] == '-' ? 1 : 0;
        boolean point = false;
        if (from == digits.length) {
            return -1;
        }
        for (int i = from; i < digits.length; i++) {
            byte c = digits[i];
            if (c == '.' && !point && i > from && i + 1 < digits.length) {
                point = true;
            } else if (c < '0' || c > '9') {
                return -1;
            } else if (c != '0' || significant > 0) {
                significant++;
            }
        }
        return significant;
    }

    private static boolean isSafe(byte[] digits, int significant) {
        if (significant <= SAFE_DIGITS) {
            return digits.length <= 2 * SAFE_DIGITS;
        }
        String text = ascii(digits);
        if (significant > SAFE_DIGITS + 1 || text.indexOf('.') >= 0) {
            return false;
        }
        long value = Long.parseLong(text);
        return value >= -MAX_SAFE && value <= MAX_SAFE;
    }

    private static String ascii(byte[] text) {
        return new String(text, StandardCharsets.US_ASCII);
    }
}
