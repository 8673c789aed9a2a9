package dev.sallyport.json;

import java.nio.charset.StandardCharsets;

/**
 * A value that is already JSON text in UTF-8, written through as it is.
 *
 * <p>Rows of a result are encoded once, while they stream from the driver; whoever makes one
 * vouches that it is one complete JSON value. The reader never returns it.
 */
public final class JsonEncoded implements JsonValue {
    private final byte[] utf8;
    private final int length;

    /** Takes over {@code utf8}, which must not be changed afterwards. */
    public JsonEncoded(byte[] utf8) {
        this(utf8, utf8.length);
    }

    /** The same, of the first bytes of {@code utf8}. */
    JsonEncoded(byte[] utf8, int length) {
        this.utf8 = utf8;
        this.length = length;
    }

    /** Length in bytes. */
    public int length() {
        return length;
    }

    /** The value read back, for those who need to look inside. */
    public JsonValue decode() {
        return Json.parse(toString());
    }

    /** The text, to read only, and up to {@link #length}: a copy would cost as much as the rows. */
    public byte[] utf8() {
        return utf8;
    }

    @Override
    public String toString() {
        return new String(utf8, 0, length, StandardCharsets.UTF_8);
    }
}
