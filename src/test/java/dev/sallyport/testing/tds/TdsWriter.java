package dev.sallyport.testing.tds;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Numbers and texts as TDS has them: little endian, UTF-16LE. */
abstract class TdsWriter {
    abstract void bytes(byte[] bytes, int from, int length) throws IOException;

    final void bytes(byte... bytes) throws IOException {
        bytes(bytes, 0, bytes.length);
    }

    final void int8(int value) throws IOException {
        bytes((byte) value);
    }

    final void int16(int value) throws IOException {
        number(value, 2);
    }

    final void int32(long value) throws IOException {
        number(value, 4);
    }

    final void int64(long value) throws IOException {
        number(value, 8);
    }

    /** The lowest bytes of a number, lowest first. */
    final void number(long value, int size) throws IOException {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (value >> (8 * i));
        }
        bytes(bytes);
    }

    /** A text with its length in characters in one byte before it: B_VARCHAR. */
    final void shortText(String text) throws IOException {
        int8(text.length());
        bytes(text.getBytes(StandardCharsets.UTF_16LE));
    }

    /** A text with its length in characters in two bytes before it: US_VARCHAR. */
    final void text(String text) throws IOException {
        int16(text.length());
        bytes(text.getBytes(StandardCharsets.UTF_16LE));
    }
}
