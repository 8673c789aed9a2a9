package dev.sallyport.app;

import dev.sallyport.json.Json;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonParseException;
import dev.sallyport.json.JsonValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A server as a host starts it: a child process that speaks the protocol on its pipes, revision
 * 2026-07-28. One request at a time; an answer that takes longer than 60 s is an error.
 */
final class ServerProcess implements AutoCloseable {
    private static final long ANSWER_SECONDS = 60;
    private static final int MAX_LOG_LINES = 1_000;

    private final Process process;
    private final OutputStream input;
    private final BufferedReader output;
    private final BlockingQueue<String> log = new ArrayBlockingQueue<>(MAX_LOG_LINES);
    private int requests;

    private ServerProcess(Process process) {
        this.process = process;
        this.input = process.getOutputStream();
        this.output = process.inputReader(StandardCharsets.UTF_8);
        Thread.ofVirtual().start(() -> readLog(process.getErrorStream()));
    }

    static ServerProcess start(List<String> command, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        try {
            return new ServerProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("the server process cannot be started", e);
        }
    }

    /** Sends a request and waits for its answer: {@code result} or {@code error} is in it. */
    JsonObject request(String method, JsonObject parameters) {
        JsonObject meta =
                JsonObject.builder()
                        .put("io.modelcontextprotocol/protocolVersion", "2026-07-28")
                        .put("io.modelcontextprotocol/clientCapabilities", JsonObject.EMPTY)
                        .build();
        return exchange(method, parameters.with("_meta", meta));
    }

    /** Calls a tool and waits for its answer. */
    JsonObject call(String tool, JsonObject arguments) {
        return request(
                "tools/call",
                JsonObject.builder().put("name", tool).put("arguments", arguments).build());
    }

    /** Sends a request as it is, for the revisions that have a session. */
    JsonObject exchange(String method, JsonObject parameters) {
        requests++;
        send(
                JsonObject.builder()
                        .put("jsonrpc", "2.0")
                        .put("id", requests)
                        .put("method", method)
                        .put("params", parameters)
                        .build());
        return answer();
    }

    void send(JsonObject message) {
        try {
            input.write(Json.utf8(message));
            input.write('\n');
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the server process has gone", e);
        }
    }

    /** The next line that the server logged; empty where none comes within a second. */
    Optional<String> logLine() {
        try {
            return Optional.ofNullable(log.poll(1, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** Ends the server's input, as a host does, and waits for its exit status. */
    int end() {
        try {
            input.close();
            if (!process.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS)) {
                throw new CommandException("the server process does not end");
            }
            return process.exitValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted");
        }
    }

    @Override
    public void close() {
        process.destroy();
    }

    private JsonObject answer() {
        Thread guard = Thread.ofVirtual().start(this::destroyWhenTooSlow);
        try {
            String line = output.readLine();
            JsonValue answer = line == null ? JsonObject.EMPTY : Json.parse(line);
            if (answer instanceof JsonObject object && object.member("id").isPresent()) {
                return object;
            }
            throw new CommandException(
                    "the server process gave no answer"
                            + logLine().map(text -> ": " + text).orElse(""));
        } catch (JsonParseException e) {
            throw new CommandException("the server process wrote what is not the protocol");
        } catch (IOException e) {
            throw new UncheckedIOException("the server process has gone", e);
        } finally {
            guard.interrupt();
        }
    }

    private void destroyWhenTooSlow() {
        try {
            Thread.sleep(TimeUnit.SECONDS.toMillis(ANSWER_SECONDS));
            process.destroyForcibly();
        } catch (InterruptedException answered) {
            Thread.currentThread().interrupt();
        }
    }

    private void readLog(InputStream stream) {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!log.offer(line)) {
                    log.clear();
                    log.add(line);
                }
            }
        } catch (IOException gone) {
            // The process has ended; what it logged until then is kept.
        }
    }
}
