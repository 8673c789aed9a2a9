package dev.sallyport.app;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A stand-in for a PostgreSQL server, on loopback, that every login with {@link #PASSWORD} passes
 * and that answers every query with the same rows: so that the cache of loaded classes is recorded
 * with those that a driver needs to log in and to read. It holds no data and serves nobody else.
 *
 * <p>It speaks the part of PostgreSQL's protocol, version 3.0, that pgjdbc uses: startup,
 * SCRAM-SHA-256 (RFC 7677), the extended query.
 */
final class PostgresRehearsal implements AutoCloseable {
    /** The password of the rehearsal; it opens nothing. */
    static final String PASSWORD = "rehearsal";

    /** A query that the answer fits. */
    static final String QUERY =
            "SELECT id, name, price, sold, paid, stock, weight, sale FROM products WHERE id = ?";

    /** Rows of an answer, so that what each row and each value takes is seen to be frequent. */
    private static final int ROWS = 10;

    private static final int MAX_MESSAGE = 1 << 20;
    private static final int SOCKET_MILLIS = 30_000;
    private static final int NEGOTIATE_TLS = 80877103;
    private static final int NEGOTIATE_GSS = 80877104;
    private static final int CANCEL = 80877102;
    private static final int ITERATIONS = 4096;
    private static final String SALT = "cmVoZWFyc2Fs";

    private static final Map<String, String> PARAMETERS =
            Map.of(
                    "server_version", "18.0",
                    "server_encoding", "UTF8",
                    "client_encoding", "UTF8",
                    "DateStyle", "ISO, MDY",
                    "IntervalStyle", "postgres",
                    "TimeZone", "UTC",
                    "integer_datetimes", "on",
                    "standard_conforming_strings", "on");

    /** A column: its name, the object identifier of its type, the bytes of its type, a value. */
    private record Cell(String name, int type, int size, String value) {}

    private static final Cell[] NONE = {};

    private static final Cell[] ROW = {
        new Cell("id", 20, 8, "1"),
        new Cell("name", 25, -1, "lamp"),
        new Cell("price", 1700, -1, "12.50"),
        new Cell("sold", 1114, 8, "2026-01-31 12:30:00"),
        new Cell("paid", 1184, 8, "2026-02-01 09:15:00.25+00"),
        new Cell("stock", 23, 4, "40"),
        new Cell("weight", 701, 8, "0.75"),
        new Cell("sale", 1082, 4, "2026-03-01"),
    };

    private final ServerSocket server;

    private PostgresRehearsal(ServerSocket server) {
        this.server = server;
    }

    /** Begins to listen on a free port of loopback. */
    static PostgresRehearsal start() throws IOException {
        PostgresRehearsal rehearsal =
                new PostgresRehearsal(new ServerSocket(0, 4, InetAddress.getLoopbackAddress()));
        Thread.ofPlatform().daemon().name("rehearsal").start(rehearsal::serve);
        return rehearsal;
    }

    /** The URL of a source that rehearses. */
    String url() {
        return "jdbc:postgresql://127.0.0.1:" + server.getLocalPort() + "/rehearsal";
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve() {
        try {
            while (true) {
                Socket client = server.accept();
                // A pool may open a second connection while the first one is busy.
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException e) {
            // Closed: the rehearsal is over.
        }
    }

    private static void serve(Socket client) {
        try (client) {
            client.setSoTimeout(SOCKET_MILLIS);
            // An answer is several writes: none waits for the other side to confirm the one before.
            client.setTcpNoDelay(true);
            new Session(client).run();
        } catch (IOException | GeneralSecurityException e) {
            // It fell through: the warmup finds that its query has no answer.
        }
    }

    private static final class Session {
        private final DataInputStream in;
        private final DataOutputStream out;
        private String query = "";
        private boolean inTransaction;

        Session(Socket client) throws IOException {
            in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
            out = new DataOutputStream(new BufferedOutputStream(client.getOutputStream()));
        }

        void run() throws IOException, GeneralSecurityException {
            if (!startUp()) {
                return;
            }
            logIn();
            for (Map.Entry<String, String> parameter : PARAMETERS.entrySet()) {
                send(
                        'S',
                        body -> {
                            text(body, parameter.getKey());
                            text(body, parameter.getValue());
                        });
            }
            send('K', body -> body.writeLong(1));
            ready();
            for (int type = in.read(); type >= 0 && type != 'X'; type = in.read()) {
                answer(type, message());
            }
        }

        /** Whether a session begins; a request to cancel another one is none. */
        private boolean startUp() throws IOException {
            while (true) {
                byte[] message = message();
                int code = HexFormat.fromHexDigits(HexFormat.of().formatHex(message, 0, 4));
                switch (code) {
                    case NEGOTIATE_TLS, NEGOTIATE_GSS -> {
                        out.write('N');
                        out.flush();
                    }
                    case CANCEL -> {
                        return false;
                    }
                    default -> {
                        return true;
                    }
                }
            }
        }

        private void logIn() throws IOException, GeneralSecurityException {
            authentication(10, "SCRAM-SHA-256\0\0");
            String first = clientMessage();
            // After the mechanism, the length of four bytes and the header "n,,".
            String clientFirst = first.substring(first.indexOf("n=", first.indexOf('\0')));
            String nonce = clientFirst.substring(clientFirst.indexOf("r=") + 2) + "rehearsal";
            String serverFirst = "r=" + nonce + ",s=" + SALT + ",i=" + ITERATIONS;
            authentication(11, serverFirst);
            clientMessage();
            String all = clientFirst + "," + serverFirst + ",c=biws,r=" + nonce;
            byte[] salted =
                    SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                            .generateSecret(
                                    new PBEKeySpec(
                                            PASSWORD.toCharArray(),
                                            Base64.getDecoder().decode(SALT),
                                            ITERATIONS,
                                            256))
                            .getEncoded();
            byte[] signature = hmac(hmac(salted, "Server Key"), all);
            authentication(12, "v=" + Base64.getEncoder().encodeToString(signature));
            authentication(0, "");
        }

        private void authentication(int kind, String data) throws IOException {
            send(
                    'R',
                    body -> {
                        body.writeInt(kind);
                        body.write(data.getBytes(StandardCharsets.ISO_8859_1));
                    });
            out.flush();
        }

        private String clientMessage() throws IOException {
            in.readByte();
            return new String(message(), StandardCharsets.ISO_8859_1);
        }

        private void answer(int type, byte[] message) throws IOException {
            switch (type) {
                case 'P' -> {
                    String texts = new String(message, StandardCharsets.UTF_8);
                    int name = texts.indexOf('\0');
                    query = texts.substring(name + 1, texts.indexOf('\0', name + 1));
                    send('1', body -> {});
                }
                case 'Q' -> {
                    query = new String(message, 0, message.length - 1, StandardCharsets.UTF_8);
                    execute();
                    ready();
                }
                case 'B' -> send('2', body -> {});
                case 'D' -> describe(message[0] == 'S');
                case 'E' -> execute();
                case 'C' -> send('3', body -> {});
                case 'S' -> ready();
                default -> {
                    // Flush, and what this driver does not send.
                }
            }
        }

        private void describe(boolean statement) throws IOException {
            if (statement) {
                send('t', body -> body.writeShort(0));
            }
            Cell[] row = row();
            if (row.length == 0) {
                send('n', body -> {});
                return;
            }
            send(
                    'T',
                    body -> {
                        body.writeShort(row.length);
                        for (Cell cell : row) {
                            text(body, cell.name());
                            body.writeInt(0);
                            body.writeShort(0);
                            body.writeInt(cell.type());
                            body.writeShort(cell.size());
                            body.writeInt(-1);
                            body.writeShort(0);
                        }
                    });
        }

        private void execute() throws IOException {
            if (query.isBlank()) {
                send('I', body -> {});
                return;
            }
            Cell[] row = row();
            for (int i = 0; row.length > 0 && i < ROWS; i++) {
                send(
                        'D',
                        body -> {
                            body.writeShort(row.length);
                            for (Cell cell : row) {
                                byte[] value = cell.value().getBytes(StandardCharsets.UTF_8);
                                body.writeInt(value.length);
                                body.write(value);
                            }
                        });
            }
            String command = query.strip().toUpperCase(Locale.ROOT).split("\\s+", 2)[0];
            if (command.equals("BEGIN") || command.equals("ROLLBACK")) {
                inTransaction = command.equals("BEGIN");
            }
            send('C', body -> text(body, command.equals("SELECT") ? "SELECT " + ROWS : command));
        }

        /** Each row of the answer; empty where the statement has none. */
        private Cell[] row() {
            return query.startsWith("SELECT") ? ROW : NONE;
        }

        private void ready() throws IOException {
            send('Z', body -> body.write(inTransaction ? 'T' : 'I'));
            out.flush();
        }

        private byte[] message() throws IOException {
            int length = in.readInt();
            if (length < Integer.BYTES || length > MAX_MESSAGE) {
                throw new IOException("not a message of PostgreSQL's protocol");
            }
            return in.readNBytes(length - Integer.BYTES);
        }

        private void send(char type, Body content) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            content.writeTo(new DataOutputStream(bytes));
            out.write(type);
            out.writeInt(bytes.size() + Integer.BYTES);
            bytes.writeTo(out);
        }

        private static void text(DataOutputStream body, String text) throws IOException {
            body.write(text.getBytes(StandardCharsets.UTF_8));
            body.write(0);
        }
    }

    private interface Body {
        void writeTo(DataOutputStream out) throws IOException;
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
