package dev.sallyport.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CanaryTest {
    @TempDir Path folder;

    @Test
    void statementsValuesAndCredentialsReachNoLogAndNoFile() throws Exception {
        Path state = folder.resolve("state");
        Path log = folder.resolve("log.txt");
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-Dorg.slf4j.simpleLogger.defaultLogLevel=trace",
                                "-cp",
                                System.getProperty("java.class.path"),
                                CanaryCalls.class.getName(),
                                state.toString())
                        .redirectError(log.toFile())
                        .start();
        List<String> codes =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .toList();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

        String logged = Files.readString(log);
        assertThat(process.exitValue()).as("%s", logged).isZero();
        assertThat(codes)
                .contains("ok", "SP-101", "SP-104", "SP-105", "SP-203", "SP-204", "SP-405");
        assertThat(logged)
                .contains("Query OK fp=")
                .contains("Query REFUSED code=SP-203 fp=")
                .contains("Query FAILED code=SP-405 fp=")
                .contains("Query FAILED code=SP-500")
                .contains("java.lang.IllegalArgumentException");
        assertNoCanary("the log", logged);
        try (Stream<Path> files = Files.walk(state)) {
            files.filter(Files::isRegularFile).forEach(CanaryTest::assertNoCanary);
        }
        assertThat(Files.readAllLines(state.resolve("audit.jsonl"))).hasSize(codes.size() + 2);
    }

    private static void assertNoCanary(Path file) {
        try {
            assertNoCanary(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertNoCanary(String name, String text) {
        assertThat(
                        text.lines()
                                .filter(line ->
                                        line.toLowerCase(Locale.ROOT).contains(CanaryCalls.CANARY)))
                .as("%s", name)
                .isEmpty();
    }
}
