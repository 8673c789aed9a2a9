package dev.sallyport.testing.tds;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/** Listens on a free port of this machine. */
public final class TdsServer implements AutoCloseable {
    private final ServerSocket listening;
    private final TdsBackend backend;
    private final Optional<SSLContext> tls;
    private final Map<Integer, TdsSession> sessions = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger(50);
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final List<TdsLogin> logins = new CopyOnWriteArrayList<>();

    public TdsServer(TdsBackend backend) throws IOException {
        this(backend, Optional.empty());
    }

    /** A server that encrypts where a client wants it. */
    public TdsServer(TdsBackend backend, SSLContext tls) throws IOException {
        this(backend, Optional.of(tls));
    }

    private TdsServer(TdsBackend backend, Optional<SSLContext> tls) throws IOException {
        this.backend = backend;
        this.tls = tls;
        listening = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().name("tds-accept").daemon().start(this::accept);
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** A URL without encryption. */
    public String url(String database) {
        return "jdbc:sqlserver://127.0.0.1:"
                + port()
                + ";databaseName="
                + database
                + ";encrypt=false";
    }

    /** What clients have asked for: a line for each batch, call, reset and attention. */
    public List<String> log() {
        return log;
    }

    public List<TdsLogin> logins() {
        return logins;
    }

    /** Clients that are there now: the process list of this server. */
    public int sessions() {
        return sessions.size();
    }

    /** Statements that run now. */
    public long running() {
        return sessions.values().stream().filter(TdsSession::isRunning).count();
    }

    /** Ends sessions as {@code KILL} does: without a word to the client. */
    public void killAll() {
        sessions.values().forEach(TdsSession::close);
    }

    @Override
    public void close() throws IOException {
        listening.close();
        killAll();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                int number = numbers.incrementAndGet();
                TdsSession session =
                        new TdsSession(new TdsChannel(socket), backend, tls, log, logins);
                sessions.put(number, session);
                Thread.ofPlatform()
                        .name("tds-" + number)
                        .daemon()
                        .start(() -> {
                            try (session) {
                                session.serve();
                            } finally {
                                sessions.remove(number);
                            }
                        });
            } catch (IOException e) {
                // Closed, or a client that is gone already.
            }
        }
    }
}
