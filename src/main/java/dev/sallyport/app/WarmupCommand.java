package dev.sallyport.app;

import dev.sallyport.json.Json;
import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonNumber;
import dev.sallyport.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/**
 * {@code sallyport warmup}: records the caches of loaded and linked classes (JEP 483, JEP 514) that
 * make the start fast, in typical sessions: one with a PostgreSQL, one over the embedded data.
 *
 * <p>The first session is a long one, so that the cache knows which methods every call runs (JEP
 * 515): a server compiles those sooner than others.
 */
final class WarmupCommand implements Command {
    /** The system properties by which the launcher names the files of the caches. */
    private static final String FILE_PROPERTY = "sallyport.aot.file";

    private static final String DEMO_FILE_PROPERTY = "sallyport.aot.demo.file";

    private static final String PASSWORD_VARIABLE = "SALLYPORT_REHEARSAL_PASSWORD";

    /** The system property by which the launcher names the options that it starts a server with. */
    private static final String OPTIONS_PROPERTY = "sallyport.aot.options";

    /**
     * Calls of a long session: enough that what every call runs is compiled in a recording, where
     * that takes some 800 calls of a method. What a start runs a few hundred times is not.
     */
    private static final int LONG_SESSION = 4_000;

    @Override
    public String name() {
        return "warmup";
    }

    @Override
    public String synopsis() {
        return "";
    }

    @Override
    public List<String> description() {
        return List.of(
                "Records the cache that makes the start fast; the launcher and the build do it once.",
                "Without the cache everything works all the same, but starts more slowly.");
    }

    @Override
    public Options options() {
        return new Options();
    }

    @Override
    public int run(CommandLine arguments, Terminal terminal) {
        Path cache = file(FILE_PROPERTY);
        Path demoCache = file(DEMO_FILE_PROPERTY);
        try (TemporaryFolder state = TemporaryFolder.create();
                PostgresRehearsal postgres = PostgresRehearsal.start()) {
            String configuration = configuration(state.path(), postgres.url()).toString();
            record(
                    cache,
                    state.path(),
                    terminal,
                    List.of("stdio", "--config", configuration),
                    WarmupCommand::askPostgres);
            record(
                    demoCache,
                    state.path(),
                    terminal,
                    List.of("stdio", "--demo"),
                    WarmupCommand::askTheExample);
            return 0;
        } catch (IOException e) {
            throw new CommandException("the cache " + cache + " cannot be written");
        }
    }

    private static Path file(String property) {
        return Path.of(
                Optional.ofNullable(System.getProperty(property))
                        .orElseThrow(() ->
                                new CommandException(
                                        "warmup needs the launcher: sallyport warmup")));
    }

    private static void record(
            Path cache,
            Path state,
            Terminal terminal,
            List<String> arguments,
            Consumer<ServerProcess> conversation)
            throws IOException {
        Files.createDirectories(cache.toAbsolutePath().getParent());
        Path fresh = state.resolve(cache.getFileName());
        serve(fresh, state, arguments, conversation);
        if (!Files.exists(fresh)) {
            throw new CommandException("this Java runtime did not record a cache");
        }
        replace(fresh, cache);
        terminal.err()
                .println("recorded " + cache + " (" + Files.size(cache) / (1 << 20) + " MiB)");
    }

    private static void serve(
            Path cache, Path state, List<String> arguments, Consumer<ServerProcess> conversation) {
        // The cache is refused under other options than it was recorded with.
        List<String> options = new ArrayList<>();
        for (String option : System.getProperty(OPTIONS_PROPERTY, "").split(" ", -1)) {
            if (!option.isBlank()) {
                options.add(option);
            }
        }
        Launch.home().ifPresent(home -> options.add("-Dsallyport.home=" + home));
        options.add("-XX:AOTCacheOutput=" + cache);
        List<String> command = new ArrayList<>(Launch.java(options));
        command.addAll(arguments);
        try (ServerProcess server =
                ServerProcess.start(
                        command,
                        Map.of(
                                "SALLYPORT_STATE",
                                state.toString(),
                                PASSWORD_VARIABLE,
                                PostgresRehearsal.PASSWORD))) {
            server.request("server/discover", JsonObject.EMPTY);
            server.request("tools/list", JsonObject.EMPTY);
            speakAsBefore(server);
            conversation.accept(server);
            if (server.end() != 0) {
                throw new CommandException(
                        "the recording run failed"
                                + server.logLine().map(line -> ": " + line).orElse(""));
            }
        }
    }

    /** A PostgreSQL that answers, and a declared tool. */
    private static Path configuration(Path folder, String postgresUrl) throws IOException {
        return Files.writeString(
                folder.resolve("warmup.yaml"),
                """
                sources:
                  rehearsal: {url: '%s', user: rehearsal, password: '${env:%s}'}
                tools:
                  find_product:
                    source: rehearsal
                    description: A product.
                    parameters: {id: {type: integer}}
                    sql: %s
                rate-limit: {calls: 1000000, per: 1s}
                """
                        .formatted(
                                postgresUrl,
                                PASSWORD_VARIABLE,
                                PostgresRehearsal.QUERY.replace("?", ":id")));
    }

    private static void askPostgres(ServerProcess server) {
        JsonObject one = JsonObject.builder().put("id", 1).build();
        JsonObject query =
                JsonObject.builder()
                        .put("sql", PostgresRehearsal.QUERY)
                        .put("params", JsonArray.of(JsonNumber.of(1)))
                        .build();
        for (JsonObject answer :
                List.of(server.call("query", query), server.call("find_product", one))) {
            if (answer.object("result").orElse(JsonObject.EMPTY).member("isError").isPresent()) {
                throw new CommandException("the recording run failed: " + Json.text(answer));
            }
        }
        server.call("query", JsonObject.builder().put("sql", "DROP TABLE products").build());
        for (int i = 0; i < LONG_SESSION / 2; i++) {
            // Hosts write values into their statements, or bind them; some speak as before.
            String sql = PostgresRehearsal.QUERY.replace("?", Integer.toString(i));
            server.exchange(
                    "tools/call",
                    JsonObject.builder()
                            .put("name", "query")
                            .put("arguments", JsonObject.builder().put("sql", sql).build())
                            .build());
            server.call("query", query);
        }
    }

    private static void askTheExample(ServerProcess server) {
        for (DemoConversation.Step step : DemoConversation.steps()) {
            server.call(step.tool(), step.arguments());
        }
    }

    /** In the era that most hosts still speak. */
    private static void speakAsBefore(ServerProcess server) {
        JsonObject client =
                JsonObject.builder().put("name", "warmup").put("version", Version.TEXT).build();
        server.exchange(
                "initialize",
                JsonObject.builder()
                        .put("protocolVersion", "2025-11-25")
                        .put("capabilities", JsonObject.EMPTY)
                        .put("clientInfo", client)
                        .build());
        server.send(
                JsonObject.builder()
                        .put("jsonrpc", "2.0")
                        .put("method", "notifications/initialized")
                        .build());
        server.exchange("tools/list", JsonObject.EMPTY);
        server.exchange("ping", JsonObject.EMPTY);
    }

    /** In two steps, so that a process that starts meanwhile never sees half a cache. */
    private static void replace(Path fresh, Path cache) throws IOException {
        Path beside =
                cache.resolveSibling(cache.getFileName() + "." + ProcessHandle.current().pid());
        Files.move(fresh, beside, StandardCopyOption.REPLACE_EXISTING);
        Files.move(
                beside, cache, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
