package dev.sallyport.testing.tds;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;

/** TLS whose handshake travels in packets of PRELOGIN, MS-TDS 2.2.6.5, and goes bare afterwards. */
final class TdsTls {
    private final TdsChannel channel;
    private final SSLEngine engine;
    private final int size;

    /** Encrypted bytes that were read and not yet opened. */
    private ByteBuffer encrypted;

    /** Plain bytes that were opened and not yet read. */
    private ByteBuffer plain;

    private TdsTls(TdsChannel channel, SSLContext context) {
        this.channel = channel;
        engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(new String[] {"TLSv1.2"});
        size = 2 * engine.getSession().getPacketBufferSize();
        encrypted = ByteBuffer.allocate(0);
        plain = ByteBuffer.allocate(2 * engine.getSession().getApplicationBufferSize()).flip();
    }

    static void start(TdsChannel channel, SSLContext context) throws IOException {
        TdsTls tls = new TdsTls(channel, context);
        tls.handshake();
        InputStream in = channel.in();
        OutputStream out = channel.out();
        channel.through(tls.new Opened(in), tls.new Closed(out));
    }

    private void handshake() throws IOException {
        engine.beginHandshake();
        TdsBuffer toSend = new TdsBuffer();
        while (true) {
            HandshakeStatus status = engine.getHandshakeStatus();
            if (status != HandshakeStatus.NEED_WRAP && toSend.size() > 0) {
                TdsChannel.PacketWriter message = channel.write(TdsChannel.PRELOGIN);
                message.bytes(toSend.toByteArray());
                message.end();
                toSend = new TdsBuffer();
            }
            switch (status) {
                case NEED_TASK -> engine.getDelegatedTask().run();
                case NEED_WRAP -> {
                    ByteBuffer out = ByteBuffer.allocate(size);
                    engine.wrap(ByteBuffer.allocate(0), out);
                    toSend.bytes(out.array(), 0, out.position());
                }
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    if (!unwrap()) {
                        more(channel.read().data());
                    }
                }
                case FINISHED, NOT_HANDSHAKING -> {
                    return;
                }
            }
        }
    }

    /** Whether there was enough to open. */
    private boolean unwrap() throws IOException {
        if (!encrypted.hasRemaining()) {
            return false;
        }
        plain.compact();
        SSLEngineResult result = engine.unwrap(encrypted, plain);
        plain.flip();
        if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
            throw new IOException("TLS closed");
        }
        return result.getStatus() == SSLEngineResult.Status.OK;
    }

    private void more(byte[] data) {
        ByteBuffer both = ByteBuffer.allocate(encrypted.remaining() + data.length);
        encrypted = both.put(encrypted).put(data).flip();
    }

    private final class Opened extends InputStream {
        private final InputStream in;

        Opened(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            while (length > 0 && !plain.hasRemaining()) {
                if (!unwrap()) {
                    byte[] part = new byte[size];
                    int count = in.read(part);
                    if (count < 0) {
                        return -1;
                    }
                    more(Arrays.copyOf(part, count));
                }
            }
            int count = Math.min(length, plain.remaining());
            plain.get(into, from, count);
            return count;
        }
    }

    private final class Closed extends OutputStream {
        private final OutputStream out;

        Closed(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            ByteBuffer rest = ByteBuffer.wrap(bytes, from, length);
            while (rest.hasRemaining()) {
                ByteBuffer part = ByteBuffer.allocate(size);
                engine.wrap(rest, part);
                out.write(part.array(), 0, part.position());
            }
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }
    }
}
