package dev.sallyport.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;

/** The bodies of requests that are on their way, each with an end in bytes and in time. */
final class ArrivingBodies {
    /** How long a body may take to arrive, so that slow ones cannot hold all connections. */
    private static final Duration TIME = Duration.ofSeconds(30);

    private final int maxBytes;
    private final Set<EndPoint> arriving = ConcurrentHashMap.newKeySet();
    private volatile boolean hungUp;

    /**
     * None yet.
     *
     * @param maxBytes of a body; one that is longer is read one byte further
     */
    ArrivingBodies(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Waits for the body of a request.
     *
     * @throws IOException if it does not arrive in full and in time
     */
    byte[] read(Request request) throws IOException {
        long end = System.nanoTime() + TIME.toNanos();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] part = new byte[8 * 1024];
        EndPoint peer = request.getConnectionMetaData().getConnection().getEndPoint();
        arriving.add(peer);
        try (InputStream in = Content.Source.asInputStream(request)) {
            if (hungUp) {
                throw new IOException("the server is shutting down");
            }
            for (int read = in.read(part); read >= 0; read = in.read(part)) {
                body.write(part, 0, Math.min(read, maxBytes + 1 - body.size()));
                if (body.size() > maxBytes) {
                    break;
                }
                if (System.nanoTime() - end > 0) {
                    throw new IOException("a body that comes drop by drop");
                }
            }
        } finally {
            arriving.remove(peer);
        }
        return body.toByteArray();
    }

    /** Waits for none of them any longer. */
    void hangUp() {
        hungUp = true;
        arriving.forEach(EndPoint::close);
    }
}
