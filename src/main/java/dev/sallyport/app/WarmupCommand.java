package dev.sallyport.app;

import dev.sallyport.config.Environment;
import dev.sallyport.demo.DemoConfiguration;
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
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/**
 * {@code sallyport warmup}: records the cache of loaded and linked classes (JEP 483, JEP 514) that
 * makes the start fast, in a typical session over the embedded data.
 */
final class WarmupCommand implements Command {
    /** The system property by which the launcher names the file of the cache. */
    private static final String FILE_PROPERTY = "sallyport.aot.file";

    private static final String REHEARSAL = "rehearsal";
    private static final String PASSWORD_VARIABLE = "SALLYPORT_REHEARSAL_PASSWORD";

    /** The system property by which the launcher names the options that it starts a server with. */
    private static final String OPTIONS_PROPERTY = "sallyport.aot.options";

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
        Path cache =
                Path.of(
                        Optional.ofNullable(System.getProperty(FILE_PROPERTY))
                                .orElseThrow(() ->
                                        new CommandException(
                                                "warmup needs the launcher: sallyport warmup")));
        try (TemporaryFolder state = TemporaryFolder.create();
                PostgresRehearsal postgres = PostgresRehearsal.start()) {
            Files.createDirectories(cache.toAbsolutePath().getParent());
            Path fresh = state.path().resolve("recorded.aot");
            record(fresh, state.path(), postgres.url());
            if (!Files.exists(fresh)) {
                throw new CommandException("this Java runtime did not record a cache");
            }
            replace(fresh, cache);
            terminal.err()
                    .println("recorded " + cache + " (" + Files.size(cache) / (1 << 20) + " MiB)");
            return 0;
        } catch (IOException e) {
            throw new CommandException("the cache " + cache + " cannot be written");
        }
    }

    private static void record(Path cache, Path state, String postgresUrl) {
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
        command.addAll(List.of("stdio", "--config", configuration(state, postgresUrl).toString()));
        Environment environment = Environment.of(System.getenv());
        try (ServerProcess server =
                ServerProcess.start(
                        command,
                        Map.of(
                                "SALLYPORT_STATE",
                                state.toString(),
                                PASSWORD_VARIABLE,
                                PostgresRehearsal.PASSWORD,
                                DemoConfiguration.FOLDER_VARIABLE,
                                DemoSetup.folder(environment).toAbsolutePath().toString()))) {
            converse(server);
            if (server.end() != 0) {
                throw new CommandException(
                        "the recording run failed"
                                + server.logLine().map(line -> ": " + line).orElse(""));
            }
        }
    }

    /** The example's, and a PostgreSQL that answers. */
    private static Path configuration(Path folder, String postgresUrl) {
        String source =
                "%s: {url: '%s', user: rehearsal, password: '${env:%s}'}"
                        .formatted(REHEARSAL, postgresUrl, PASSWORD_VARIABLE);
        String text =
                DemoConfiguration.text().replace("sources:\n", "sources:\n  " + source + "\n");
        try {
            return Files.writeString(folder.resolve("warmup.yaml"), text);
        } catch (IOException e) {
            throw new CommandException("there is no place for temporary files");
        }
    }

    private static void converse(ServerProcess server) {
        server.request("server/discover", JsonObject.EMPTY);
        server.request("tools/list", JsonObject.EMPTY);
        for (DemoConversation.Step step : DemoConversation.steps()) {
            server.call(step.tool(), step.arguments());
        }
        JsonObject answer =
                server.call(
                        "query_connx",
                        JsonObject.builder()
                                .put("source", REHEARSAL)
                                .put("query", PostgresRehearsal.QUERY)
                                .put("params", new JsonArray(List.of(JsonNumber.of(1))))
                                .build());
        if (answer.object("result").orElse(JsonObject.EMPTY).member("isError").isPresent()) {
            throw new CommandException("the recording run failed: " + Json.text(answer));
        }
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
