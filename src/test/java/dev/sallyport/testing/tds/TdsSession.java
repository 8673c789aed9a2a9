package dev.sallyport.testing.tds;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.SSLContext;

/**
 * One client: one thread reads its messages, another answers them, so that an attention is heard
 * while rows are sent.
 */
final class TdsSession implements AutoCloseable {
    private static final int RESET_DONE = 18;
    private static final int DATABASE = 1;
    private static final int LANGUAGE = 2;
    private static final int PACKET_SIZE = 4;
    private static final int COLLATION = 7;

    private static final Map<Integer, String> PROCEDURES =
            Map.of(
                    10,
                    "sp_executesql",
                    11,
                    "sp_prepare",
                    12,
                    "sp_execute",
                    13,
                    "sp_prepexec",
                    15,
                    "sp_unprepare");

    private final TdsChannel channel;
    private final TdsBackend backend;
    private final Optional<SSLContext> tls;
    private final List<String> log;
    private final List<TdsLogin> logins;
    private final Map<Long, String> prepared = new HashMap<>();
    private final ExecutorService worker =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().name("tds-worker").daemon().factory());
    private TdsBackend.Session session;
    private long handles;
    private volatile TdsAnswer running;

    TdsSession(
            TdsChannel channel,
            TdsBackend backend,
            Optional<SSLContext> tls,
            List<String> log,
            List<TdsLogin> logins) {
        this.channel = channel;
        this.backend = backend;
        this.tls = tls;
        this.log = log;
        this.logins = logins;
    }

    boolean isRunning() {
        return running != null;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // Gone is gone.
        }
    }

    void serve() {
        try {
            boolean encrypted = prelogin();
            if (login(TdsLogin.read(channel.read().data(), encrypted))) {
                requests();
            }
        } catch (IOException | RuntimeException e) {
            // The client is gone, or was thrown out.
        } finally {
            TdsAnswer answer = running;
            if (answer != null) {
                answer.cancel();
            }
            if (session != null) {
                session.cancel();
                worker.submit(session::close);
            }
            worker.shutdown();
        }
    }

    private boolean prelogin() throws IOException {
        byte[] asked = channel.read().data();
        boolean encrypts = false;
        for (int at = 0; (asked[at] & 0xff) != 0xff; at += 5) {
            int offset = (asked[at + 1] & 0xff) << 8 | asked[at + 2] & 0xff;
            if (asked[at] == 1) {
                encrypts = asked[offset] == 1;
            }
        }
        encrypts &= tls.isPresent();
        TdsChannel.PacketWriter out = channel.write(TdsChannel.ANSWER);
        // Version and encryption: each with where and how long; then the two.
        out.bytes(new byte[] {0, 0, 11, 0, 6, 1, 0, 17, 0, 1, (byte) 0xff});
        out.bytes(new byte[] {16, 0, 0x10, 0, 0, 0, (byte) (encrypts ? 1 : 2)});
        out.end();
        if (encrypts) {
            TdsTls.start(channel, tls.orElseThrow());
        }
        return encrypts;
    }

    private boolean login(TdsLogin login) throws IOException {
        logins.add(login);
        TdsAnswer answer = new TdsAnswer(channel, false);
        try {
            session = backend.login(login);
        } catch (TdsError e) {
            answer.error(e);
            answer.end();
            return false;
        }
        answer.changed(DATABASE, session.database(), "");
        answer.changed(COLLATION, TdsTypeInfo.COLLATION, new byte[0]);
        answer.changed(LANGUAGE, "us_english", "");
        answer.loggedIn();
        int size = Math.clamp(login.packetSize(), 512, 32_767);
        answer.changed(PACKET_SIZE, String.valueOf(size), "4096");
        answer.end();
        channel.packetSize(size);
        return true;
    }

    private void requests() throws IOException {
        Future<?> current = null;
        while (true) {
            TdsChannel.Message message = channel.read();
            if (message.type() == TdsChannel.ATTENTION) {
                log.add("ATTENTION");
                TdsAnswer answer = running;
                if (answer != null) {
                    answer.cancel();
                    session.cancel();
                }
                await(current);
                new TdsAnswer(channel, false).attended();
            } else {
                TdsAnswer answer = new TdsAnswer(channel, message.type() == TdsChannel.RPC);
                running = answer;
                current = worker.submit(() -> answer(message, answer));
            }
        }
    }

    private static void await(Future<?> current) {
        try {
            if (current != null) {
                current.get();
            }
        } catch (Exception e) {
            // It has ended, which is what counts.
        }
    }

    private void answer(TdsChannel.Message message, TdsAnswer answer) {
        try {
            String database = session.database();
            try {
                if (message.reset()) {
                    log.add("RESET");
                    prepared.clear();
                    session.reset();
                    answer.changed(RESET_DONE, new byte[0], new byte[0]);
                }
                request(message, answer);
            } catch (TdsError e) {
                if (!answer.isCancelled()) {
                    answer.error(e);
                }
            } catch (TdsAnswer.Cancelled e) {
                // The end says so.
            }
            if (!session.database().equals(database)) {
                answer.changed(DATABASE, session.database(), database);
            }
            running = null;
            answer.end();
        } catch (IOException | UncheckedIOException e) {
            running = null;
            close();
        } catch (RuntimeException e) {
            e.printStackTrace();
            running = null;
            close();
        }
    }

    private void request(TdsChannel.Message message, TdsAnswer answer) throws TdsError {
        TdsReader in = new TdsReader(message.data());
        in.skipHeaders();
        switch (message.type()) {
            case TdsChannel.SQL_BATCH -> {
                String sql = in.rest();
                log.add("BATCH " + sql);
                session.run(sql, List.of(), answer);
            }
            case TdsChannel.RPC -> call(in, answer);
            case TdsChannel.TRANSACTION_MANAGER -> {
                log.add("TRANSACTION " + in.int16());
                answer.nothing();
            }
            default -> throw new TdsError(4002, "unknown message " + message.type());
        }
    }

    private void call(TdsReader in, TdsAnswer answer) throws TdsError {
        int length = in.int16();
        String procedure =
                length == 0xFFFF
                        ? PROCEDURES.getOrDefault(in.int16(), "unknown")
                        : in.characters(length);
        in.skip(2);
        List<TdsParameter> parameters = new ArrayList<>();
        while (in.hasMore()) {
            parameters.add(in.parameter());
        }
        log.add("CALL " + procedure + " " + parameters.size());
        if (parameters.stream().anyMatch(one -> one.value() instanceof TdsTable)) {
            log.add("DECLARED " + text(parameters, 1));
        }
        switch (procedure.toLowerCase(Locale.ROOT)) {
            case "sp_executesql" -> {
                session.run(text(parameters, 0), from(parameters, 2), answer);
                answer.returned(0);
            }
            case "sp_prepare", "sp_prepexec" -> {
                long handle = ++handles;
                prepared.put(handle, text(parameters, 2));
                if (procedure.equals("sp_prepexec")) {
                    session.run(text(parameters, 2), from(parameters, 3), answer);
                }
                answer.returned(0);
                answer.output(parameters.getFirst(), handle);
            }
            case "sp_execute" -> {
                String sql = prepared.get((Long) parameters.getFirst().value());
                if (sql == null) {
                    throw new TdsError(8179, "Could not find prepared statement with handle.");
                }
                session.run(sql, from(parameters, 1), answer);
                answer.returned(0);
            }
            case "sp_unprepare" -> {
                prepared.remove((Long) parameters.getFirst().value());
                answer.returned(0);
            }
            default -> session.call(procedure, parameters, answer);
        }
    }

    private static String text(List<TdsParameter> parameters, int index) {
        return (String) parameters.get(index).value();
    }

    private static List<TdsParameter> from(List<TdsParameter> parameters, int index) {
        return parameters.subList(Math.min(index, parameters.size()), parameters.size());
    }
}
