package dev.sallyport.testing.tds;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * What a client says of itself when it comes, LOGIN7 of MS-TDS 2.2.6.4.
 *
 * @param readOnly whether it only wants to read
 * @param encrypted whether the connection is
 */
public record TdsLogin(
        String user,
        String password,
        String application,
        String database,
        boolean readOnly,
        boolean encrypted,
        int packetSize) {
    private static final int READ_ONLY_INTENT = 0x20;

    static TdsLogin read(byte[] data, boolean encrypted) {
        ByteBuffer in = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        String scrambled = text(in, 44);
        StringBuilder password = new StringBuilder();
        for (char c : scrambled.toCharArray()) {
            // Halves of each byte swapped, after 0xA5 was laid over them.
            int plain = c ^ 0xA5A5;
            password.append((char) ((plain & 0x0F0F) << 4 | (plain & 0xF0F0) >> 4));
        }
        return new TdsLogin(
                text(in, 40),
                password.toString(),
                text(in, 48),
                text(in, 68),
                (in.get(26) & READ_ONLY_INTENT) != 0,
                encrypted,
                in.getInt(8));
    }

    private static String text(ByteBuffer in, int at) {
        int from = in.getShort(at) & 0xffff;
        int length = in.getShort(at + 2) & 0xffff;
        return new String(in.array(), from, 2 * length, StandardCharsets.UTF_16LE);
    }

    @Override
    public String toString() {
        return "TdsLogin[" + user + ", " + database + "]";
    }
}
