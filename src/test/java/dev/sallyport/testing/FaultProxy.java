package dev.sallyport.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Passes TCP connections on to a server of this machine, and breaks each as its plan says: at a
 * byte of what the server sends. Thread-safe.
 */
public final class FaultProxy implements AutoCloseable {
    private static final long DELAY_MILLIS = 50;

    /** What happens to a connection. */
    public enum Kind {
        /** The bytes after it come late; some time later the connection ends. */
        DELAY,
        /** Nothing comes any more, though the connection stands. */
        STALL,
        /** The connection is reset. */
        RESET,
        /** The connection ends. */
        CUT
    }

    /**
     * A fault.
     *
     * @param atByte bytes of the server that still get through
     */
    public record Fault(Kind kind, long atByte) {
        public static final Fault NONE = new Fault(Kind.CUT, Long.MAX_VALUE);

        /** Nothing gets through at all. */
        public static final Fault SILENCE = new Fault(Kind.STALL, 0);
    }

    private final int target;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final AtomicInteger injected = new AtomicInteger();
    private final AtomicLong passed = new AtomicLong();
    private volatile Supplier<Fault> plan = () -> Fault.NONE;
    private volatile ServerSocket listener;

    /** Listens on a free port. */
    public FaultProxy(int target) throws IOException {
        this.target = target;
        this.listener = listen(0);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Asks for the fault of each connection that comes from now on. */
    public void plan(Supplier<Fault> faults) {
        plan = faults;
    }

    /** Faults that have happened. */
    public int injected() {
        return injected.get();
    }

    /** Bytes of the server that have got through. */
    public long passed() {
        return passed.get();
    }

    /** Connections that stand. */
    public int connections() {
        return links.size();
    }

    /** Nobody listens any more, and all connections end. */
    public void down() throws IOException {
        listener.close();
        cutAll();
    }

    /** Listens again, on the same port. */
    public void up() throws IOException {
        listener = listen(listener.getLocalPort());
    }

    /** All connections end. */
    public void cutAll() {
        links.forEach(Link::close);
    }

    @Override
    public void close() throws IOException {
        down();
    }

    private ServerSocket listen(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
        Thread.ofPlatform().daemon().name("proxy").start(() -> accept(socket));
        return socket;
    }

    private void accept(ServerSocket socket) {
        while (true) {
            try {
                Socket client = socket.accept();
                try {
                    Link link = new Link(client, plan.get());
                    links.add(link);
                    link.start();
                } catch (IOException e) {
                    client.close();
                }
            } catch (IOException e) {
                return;
            }
        }
    }

    private final class Link {
        private final Socket client;
        private final Socket server;
        private final Fault fault;
        private final CountDownLatch closed = new CountDownLatch(1);

        Link(Socket client, Fault fault) throws IOException {
            this.client = client;
            this.fault = fault;
            this.server = new Socket(InetAddress.getLoopbackAddress(), target);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
        }

        void start() {
            Thread.ofVirtual().start(this::upstream);
            Thread.ofVirtual().start(this::downstream);
        }

        private void upstream() {
            try {
                client.getInputStream().transferTo(server.getOutputStream());
            } catch (IOException e) {
                // Its end is the end of the link.
            }
            close();
        }

        private void downstream() {
            byte[] bytes = new byte[8 * 1024];
            long sent = 0;
            boolean done = false;
            try {
                InputStream in = server.getInputStream();
                OutputStream out = client.getOutputStream();
                for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                    int before = (int) Math.min(read, Math.max(0, fault.atByte() - sent));
                    if (before < read && !done) {
                        out.write(bytes, 0, before);
                        done = true;
                        injected.incrementAndGet();
                        if (!happens()) {
                            break;
                        }
                        out.write(bytes, before, read - before);
                    } else if (done && sent > 2 * fault.atByte() + read) {
                        // So that late connections do not take the place of those to come.
                        break;
                    } else {
                        out.write(bytes, 0, read);
                    }
                    sent += read;
                    passed.addAndGet(read);
                }
            } catch (IOException e) {
                // Its end is the end of the link.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            close();
        }

        /** Whether the connection goes on afterwards. */
        private boolean happens() throws IOException, InterruptedException {
            return switch (fault.kind()) {
                case DELAY -> {
                    Thread.sleep(DELAY_MILLIS);
                    yield true;
                }
                case STALL -> {
                    closed.await();
                    yield false;
                }
                case RESET -> {
                    client.setSoLinger(true, 0);
                    yield false;
                }
                case CUT -> false;
            };
        }

        void close() {
            links.remove(this);
            closed.countDown();
            try {
                client.close();
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
