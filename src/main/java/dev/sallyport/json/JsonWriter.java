package dev.sallyport.json;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Writes compact JSON in UTF-8 into memory, which can be taken back to an earlier length. For one
 * thread.
 *
 * <p>Who calls it keeps to the grammar; commas are written by themselves. Nothing is looked up and
 * no value is turned into another form on the way, because every value of every row passes here.
 */
public final class JsonWriter {
    /** Deeper values are a mistake: the reader takes half as much. */
    private static final int MAX_DEPTH = Json.MAX_DEPTH * 2;

    static final int FIRST_CAPACITY = 2 * 1024;

    /** Bytes of the longest escape. */
    private static final int ESCAPE = 6;

    /** What stands behind the backslash for a character of ASCII; 0 where there is none. */
    private static final byte[] ESCAPES = escapes();

    private byte[] bytes;
    private int length;
    private int depth;

    /** Whether a value was written before, so that a comma has to follow it. */
    private boolean follows;

    public JsonWriter() {
        this(FIRST_CAPACITY);
    }

    /** A writer with room for so many bytes before it has to make more. */
    public JsonWriter(int capacity) {
        this.bytes = new byte[capacity];
    }

    private static byte[] escapes() {
        byte[] escapes = new byte[128];
        Arrays.fill(escapes, 0, ' ', (byte) 'u');
        escapes['"'] = '"';
        escapes['\\'] = '\\';
        escapes['\b'] = 'b';
        escapes['\t'] = 't';
        escapes['\n'] = 'n';
        escapes['\f'] = 'f';
        escapes['\r'] = 'r';
        return escapes;
    }

    /** Bytes that are written. */
    public int length() {
        return length;
    }

    /** Takes back what was written since; an array or object that was begun before has a value. */
    public void truncate(int earlier) {
        length = earlier;
        follows = earlier > 0;
    }

    public void beginObject() {
        begin('{');
    }

    public void endObject() {
        end('}');
    }

    public void beginArray() {
        begin('[');
    }

    public void endArray() {
        end(']');
    }

    /** The name of the next member of an object. */
    public void name(String name) {
        string(name);
        append(':');
        follows = false;
    }

    public void nullValue() {
        ascii("null");
    }

    public void bool(boolean value) {
        ascii(value ? "true" : "false");
    }

    public void number(long value) {
        ascii(Long.toString(value));
    }

    /** A number in the form that JSON has for it. */
    public void number(String digits) {
        ascii(digits);
    }

    /** A number in the form that JSON has for it, in ASCII. */
    public void number(byte[] digits) {
        separate();
        append(digits, 0, digits.length);
    }

    /** A string, an unpaired surrogate as an escape: UTF-8 has no form for it. */
    public void string(String text) {
        int count = text.length();
        separate();
        ensure(count + 2);
        byte[] out = bytes;
        int at = length;
        out[at++] = '"';
        for (int i = 0; i < count; i++) {
            char c = text.charAt(i);
            if (c < 0x80 && ESCAPES[c] == 0) {
                out[at++] = (byte) c;
            } else {
                length = at;
                // The quote at the end has its room, too.
                ensure(count - i + ESCAPE);
                i += other(text, i);
                at = length;
                out = bytes;
            }
        }
        out[at++] = '"';
        length = at;
    }

    /**
     * A string from its bytes in UTF-8, which nobody has checked.
     *
     * @return false where they are not well-formed, or have a character of four bytes, which is
     *     rare; then nothing was written
     */
    public boolean string(byte[] utf8) {
        int before = length;
        boolean followed = follows;
        separate();
        int count = utf8.length;
        ensure(count + 2);
        byte[] out = bytes;
        int at = length;
        out[at++] = '"';
        for (int i = 0; i < count; i++) {
            byte b = utf8[i];
            if (b < 0) {
                int more = continuing(utf8, i);
                if (more == 0) {
                    follows = followed;
                    length = before;
                    return false;
                }
                for (int end = i + more; i < end; i++) {
                    out[at++] = utf8[i];
                }
                out[at++] = utf8[i];
            } else if (ESCAPES[b] == 0) {
                out[at++] = b;
            } else {
                length = at;
                ensure(count - i + ESCAPE);
                escape(b);
                at = length;
                out = bytes;
            }
        }
        out[at++] = '"';
        length = at;
        return true;
    }

    /** How many bytes continue a character of two or three; 0 where they are of no such one. */
    private static int continuing(byte[] utf8, int index) {
        int first = utf8[index] & 0xff;
        int second = index + 1 < utf8.length ? utf8[index + 1] & 0xff : 0;
        if (first >= 0xc2 && first < 0xe0) {
            return second >> 6 == 0b10 ? 1 : 0;
        }
        // Neither a longer form than needed nor half a pair.
        int least = first == 0xe0 ? 0xa0 : 0x80;
        int most = first == 0xed ? 0x9f : 0xbf;
        return first >= 0xe0
                        && first < 0xf0
                        && second >= least
                        && second <= most
                        && index + 2 < utf8.length
                        && (utf8[index + 2] & 0xff) >> 6 == 0b10
                ? 2
                : 0;
    }

    /** A value that is JSON already. */
    public void encoded(JsonEncoded value) {
        separate();
        append(value.utf8(), 0, value.length());
    }

    /** The text that was written, as a string. */
    public JsonEncoded quoted() {
        JsonWriter string = new JsonWriter(length + length / 4 + ESCAPE);
        string.append('"');
        string.escaped(bytes, 0, length);
        string.append('"');
        return string.toEncoded();
    }

    /** A part of a value that is written piecemeal: one byte, as it is. */
    public void append(int part) {
        ensure(1);
        bytes[length++] = (byte) part;
    }

    /** A part of a value that is written piecemeal, as it is. */
    public void append(byte[] source, int from, int count) {
        ensure(count);
        System.arraycopy(source, from, bytes, length, count);
        length += count;
    }

    /** What another has written, as it is. */
    public void append(JsonWriter other) {
        append(other.bytes, 0, other.length);
    }

    /** A part of a string that is written piecemeal, of well-formed UTF-8. */
    public void escaped(byte[] utf8, int from, int to) {
        ensure(to - from);
        byte[] out = bytes;
        int at = length;
        for (int i = from; i < to; i++) {
            byte b = utf8[i];
            if (b < 0 || ESCAPES[b] == 0) {
                out[at++] = b;
            } else {
                length = at;
                ensure(to - i + ESCAPE);
                escape(b);
                at = length;
                out = bytes;
            }
        }
        length = at;
    }

    /** What was written; nothing may be written afterwards. */
    public JsonEncoded toEncoded() {
        return new JsonEncoded(bytes, length);
    }

    /** Writes a part of what was written to a stream. */
    public void copyTo(OutputStream stream, int from, int count) throws IOException {
        stream.write(bytes, from, count);
    }

    /** A copy of what was written. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    private void begin(char bracket) {
        if (++depth > MAX_DEPTH) {
            throw new IllegalStateException("a value is nested deeper than " + MAX_DEPTH);
        }
        separate();
        append(bracket);
        follows = false;
    }

    private void end(char bracket) {
        depth--;
        append(bracket);
        follows = true;
    }

    private void separate() {
        if (follows) {
            append(',');
        }
        follows = true;
    }

    private void ascii(String value) {
        separate();
        int count = value.length();
        ensure(count);
        byte[] out = bytes;
        int at = length;
        for (int i = 0; i < count; i++) {
            out[at++] = (byte) value.charAt(i);
        }
        length = at;
    }

    /** A character that is not written as it is; says how many more {@code char}s it had. */
    private int other(String text, int index) {
        char c = text.charAt(index);
        if (c < 0x80) {
            escape(c);
        } else if (c < 0x800) {
            bytes[length++] = (byte) (0xc0 | c >> 6);
            continued(c);
        } else if (!Character.isSurrogate(c)) {
            bytes[length++] = (byte) (0xe0 | c >> 12);
            continued(c >> 6);
            continued(c);
        } else {
            int point = text.codePointAt(index);
            if (point == c) {
                hex(c, 'a');
                return 0;
            }
            bytes[length++] = (byte) (0xf0 | point >> 18);
            continued(point >> 12);
            continued(point >> 6);
            continued(point);
            return 1;
        }
        return 0;
    }

    private void continued(int bits) {
        bytes[length++] = (byte) (0x80 | (bits & 0x3f));
    }

    private void escape(int c) {
        if (ESCAPES[c] == 'u') {
            hex(c, 'A');
        } else {
            bytes[length++] = '\\';
            bytes[length++] = ESCAPES[c];
        }
    }

    /** As an escape with digits; {@code ten} is the first that is a letter. */
    private void hex(int c, char ten) {
        bytes[length++] = '\\';
        bytes[length++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
            int digit = c >> shift & 0xf;
            bytes[length++] = (byte) (digit < 10 ? '0' + digit : ten + digit - 10);
        }
    }

    /** Small, so that a compiler that takes in only small methods takes it in. */
    private void ensure(int count) {
        if (count > bytes.length - length) {
            grow(count);
        }
    }

    private void grow(int count) {
        int needed = Math.addExact(length, count);
        bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
    }
}
