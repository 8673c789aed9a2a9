package dev.sallyport.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands between a driver and its server, and interferes as soon as a commit comes along. */
public final class CommitProxy implements AutoCloseable {
    /** What becomes of a connection that commits. */
    public enum Mode {
        /** The commit never gets to the server: both sides are hung up on. */
        CUT,
        /** The server commits and answers, and only then the client is hung up on. */
        SWALLOW,
        /** The server commits, and the client waits for the answer. */
        STALL
    }

    private final Mode mode;
    private final byte[] commit;
    private final ServerSocket listener;
    private final int target;
    private final AtomicInteger commits = new AtomicInteger();

    /**
     * Listens on a free port.
     *
     * @param target the server's port
     * @param commit the bytes by which a commit is known, within one message of the driver
     */
    public CommitProxy(int target, byte[] commit, Mode mode) throws IOException {
        this.mode = mode;
        this.commit = commit.clone();
        this.target = target;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    /** One between pgjdbc and PostgreSQL. */
    public static CommitProxy ofPostgres(String url, Mode mode) throws IOException {
        return new CommitProxy(
                URI.create(url.substring("jdbc:".length())).getPort(),
                "COMMIT".getBytes(StandardCharsets.US_ASCII),
                mode);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** How many commits have come along. */
    public int commits() {
        return commits.get();
    }

    private void accept() {
        try {
            while (true) {
                Link link =
                        new Link(
                                listener.accept(),
                                new Socket(InetAddress.getLoopbackAddress(), target));
                start(link::toServer);
                start(link::toClient);
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private final class Link {
        private final Socket client;
        private final Socket server;
        private volatile boolean committed;

        Link(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void toServer() {
            try (client;
                    server) {
                InputStream in = client.getInputStream();
                OutputStream out = server.getOutputStream();
                byte[] buffer = new byte[64 * 1024];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    if (holdsCommit(buffer, read)) {
                        commits.incrementAndGet();
                        if (mode == Mode.CUT) {
                            return;
                        }
                        committed = true;
                    }
                    out.write(buffer, 0, read);
                }
            } catch (IOException closed) {
                // One side has hung up.
            }
        }

        void toClient() {
            try (client;
                    server) {
                InputStream in = server.getInputStream();
                OutputStream out = client.getOutputStream();
                byte[] buffer = new byte[64 * 1024];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    if (!committed) {
                        out.write(buffer, 0, read);
                    } else if (mode == Mode.SWALLOW) {
                        return;
                    }
                }
            } catch (IOException closed) {
                // One side has hung up.
            }
        }
    }

    /** The driver sends a message in one piece. */
    private boolean holdsCommit(byte[] buffer, int length) {
        for (int i = 0; i + commit.length <= length; i++) {
            int matched = 0;
            while (matched < commit.length && buffer[i + matched] == commit[matched]) {
                matched++;
            }
            if (matched == commit.length) {
                return true;
            }
        }
        return false;
    }

    private static void start(Runnable task) {
        Thread.ofPlatform().daemon().start(task);
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
