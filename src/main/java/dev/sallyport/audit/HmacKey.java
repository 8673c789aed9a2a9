package dev.sallyport.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A key for HMAC-SHA256 (RFC 2104); thread-safe.
 *
 * <p>Made of the digest, because the runtime's own {@code Mac} loads its cryptography providers and
 * checks their signatures, which the first call of a process would wait for.
 */
public final class HmacKey {
    private static final String DIGEST = "SHA-256";

    /** Bytes that the digest works on at a time. */
    private static final int BLOCK = 64;

    /** Digests that have taken in the padded key; copied for each message. */
    private final MessageDigest inner;

    private final MessageDigest outer;

    /** A key of any length; {@code key} is not kept. */
    public HmacKey(byte[] key) {
        byte[] fitting = key.length > BLOCK ? digest().digest(key) : key;
        this.inner = digest();
        this.inner.update(padded(fitting, 0x36));
        this.outer = digest();
        this.outer.update(padded(fitting, 0x5c));
    }

    /** The authentication code of a text in UTF-8, as 64 lower-case hexadecimal digits. */
    String hex(String text) {
        return HexFormat.of().formatHex(of(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The authentication code of bytes. */
    public byte[] of(byte[] message) {
        return copy(outer).digest(copy(inner).digest(message));
    }

    private static byte[] padded(byte[] key, int pad) {
        byte[] block = new byte[BLOCK];
        System.arraycopy(key, 0, block, 0, key.length);
        for (int i = 0; i < BLOCK; i++) {
            block[i] ^= (byte) pad;
        }
        return block;
    }

    private static MessageDigest copy(MessageDigest digest) {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the digest of every Java runtime can be copied", e);
        }
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance(DIGEST);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has " + DIGEST, e);
        }
    }
}
