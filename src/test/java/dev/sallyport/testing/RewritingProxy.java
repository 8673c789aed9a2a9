package dev.sallyport.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * Stands between a driver and its server, like a proxy that keeps settings of its own: a text that
 * the driver sends becomes another, and the server answers for what it was told.
 */
public final class RewritingProxy implements AutoCloseable {
    private final ServerSocket listener;
    private final int target;
    private final byte[] from;
    private final byte[] to;

    /**
     * Listens on a free port.
     *
     * @param url of the server, for its port
     * @param from ASCII, within one message of the driver
     * @param to of the same length at most, filled up with blanks: messages carry their lengths
     */
    public RewritingProxy(String url, String from, String to) throws IOException {
        this.target = URI.create(url.substring("jdbc:".length())).getPort();
        this.from = from.getBytes(StandardCharsets.US_ASCII);
        this.to =
                (to + " ".repeat(from.length() - to.length())).getBytes(StandardCharsets.US_ASCII);
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    /** The URL with the port of this proxy. */
    public String url(String url) {
        return url.replace(":" + target + "/", ":" + listener.getLocalPort() + "/");
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                start(() -> pass(client, server, true));
                start(() -> pass(server, client, false));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void pass(Socket source, Socket sink, boolean rewrite) {
        try (source;
                sink) {
            InputStream in = source.getInputStream();
            OutputStream out = sink.getOutputStream();
            byte[] buffer = new byte[64 * 1024];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (rewrite) {
                    rewrite(buffer, read);
                }
                out.write(buffer, 0, read);
            }
        } catch (IOException closed) {
            // One side has hung up.
        }
    }

    private void rewrite(byte[] buffer, int length) {
        for (int at = 0; at + from.length <= length; at++) {
            int same = 0;
            while (same < from.length && buffer[at + same] == from[same]) {
                same++;
            }
            if (same == from.length) {
                System.arraycopy(to, 0, buffer, at, to.length);
            }
        }
    }

    private static void start(Runnable work) {
        Thread.ofVirtual().start(work);
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
