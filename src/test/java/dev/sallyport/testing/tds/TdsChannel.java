package dev.sallyport.testing.tds;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** Messages in packets, MS-TDS 2.2.3; answers are sent packet by packet, while they are made. */
final class TdsChannel implements Closeable {
    static final int SQL_BATCH = 1;
    static final int RPC = 3;
    static final int ANSWER = 4;
    static final int ATTENTION = 6;
    static final int TRANSACTION_MANAGER = 14;
    static final int LOGIN = 16;
    static final int PRELOGIN = 18;

    private static final int HEADER = 8;
    private static final int LAST = 0x01;
    private static final int RESET_CONNECTION = 0x08;
    private static final int MAX_MESSAGE = 64 << 20;

    /**
     * A message of the client.
     *
     * @param reset whether the session is to be reset before it
     */
    record Message(int type, boolean reset, byte[] data) {}

    private final Socket socket;
    private InputStream in;
    private OutputStream out;
    private volatile int packetSize = 4096;

    TdsChannel(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    void packetSize(int size) {
        packetSize = size;
    }

    /** From now on, everything goes through these. */
    void through(InputStream newIn, OutputStream newOut) {
        in = newIn;
        out = newOut;
    }

    InputStream in() {
        return in;
    }

    OutputStream out() {
        return out;
    }

    Message read() throws IOException {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        boolean reset = false;
        while (true) {
            byte[] header = in.readNBytes(HEADER);
            if (header.length < HEADER) {
                throw new EOFException();
            }
            reset |= (header[1] & RESET_CONNECTION) != 0;
            int length = ((header[2] & 0xff) << 8 | header[3] & 0xff) - HEADER;
            data.write(in.readNBytes(length));
            if (data.size() > MAX_MESSAGE) {
                throw new IOException("message too long");
            }
            if ((header[1] & LAST) != 0) {
                return new Message(header[0], reset, data.toByteArray());
            }
        }
    }

    /** A message of the server; the caller ends it. */
    PacketWriter write(int type) {
        return new PacketWriter(type, packetSize);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /**
     * One message on its way. A packet goes out when it is full: where the client does not read,
     * the writer waits, and so does whoever makes the rows.
     */
    final class PacketWriter extends TdsWriter {
        private final byte[] packet;
        private int length = HEADER;
        private int number;
        private final int type;

        private PacketWriter(int type, int size) {
            this.type = type;
            this.packet = new byte[size];
        }

        @Override
        void bytes(byte[] bytes, int from, int count) throws IOException {
            int copied = 0;
            while (copied < count) {
                if (length == packet.length) {
                    send(false);
                }
                int room = Math.min(count - copied, packet.length - length);
                System.arraycopy(bytes, from + copied, packet, length, room);
                length += room;
                copied += room;
            }
        }

        void end() throws IOException {
            send(true);
        }

        private void send(boolean last) throws IOException {
            packet[0] = (byte) type;
            packet[1] = (byte) (last ? LAST : 0);
            packet[2] = (byte) (length >> 8);
            packet[3] = (byte) length;
            packet[4] = 0;
            packet[5] = 51;
            packet[6] = (byte) ++number;
            packet[7] = 0;
            out.write(packet, 0, length);
            out.flush();
            length = HEADER;
        }
    }
}
