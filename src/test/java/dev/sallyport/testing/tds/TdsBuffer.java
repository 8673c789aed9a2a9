package dev.sallyport.testing.tds;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** What is written before its length is known. */
final class TdsBuffer extends TdsWriter {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @Override
    void bytes(byte[] bytes, int from, int length) {
        written.write(bytes, from, length);
    }

    /** Copies everything behind its length in two bytes: how tokens of changing length begin. */
    void copyTo(TdsWriter out) throws IOException {
        out.int16(written.size());
        out.bytes(written.toByteArray());
    }

    byte[] toByteArray() {
        return written.toByteArray();
    }

    int size() {
        return written.size();
    }
}
