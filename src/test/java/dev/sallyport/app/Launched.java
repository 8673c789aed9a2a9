package dev.sallyport.app;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A run of the packaged product, through its launcher, as a user starts it. */
record Launched(int status, String out, String err) {
    static final Path LAUNCHER = Path.of("sallyport").toAbsolutePath();

    private static final long TIMEOUT_SECONDS = 120;

    /** Runs to the end with this input. */
    static Launched run(Path state, String input, String... arguments) {
        return run(state, Map.of(), input, arguments);
    }

    static Launched run(
            Path state, Map<String, String> environment, String input, String... arguments) {
        try {
            Path out = Files.createTempFile(state, "out", ".txt");
            Path err = Files.createTempFile(state, "err", ".txt");
            Process process =
                    builder(state, environment, arguments)
                            .redirectOutput(out.toFile())
                            .redirectError(err.toFile())
                            .start();
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // A process that has ended by itself reads no input.
            }
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the process does not end: " + Arrays.toString(arguments));
            }
            return new Launched(process.exitValue(), Files.readString(out), Files.readString(err));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    static ProcessBuilder builder(
            Path state, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(LAUNCHER.toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(state.toFile());
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("SALLYPORT_STATE", state.resolve("state").toString());
        builder.environment().putAll(variables);
        // As on a user's machine: the launcher has to find the JDK by itself.
        builder.environment().remove("JAVA_HOME");
        return builder;
    }
}
