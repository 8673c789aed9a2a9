package dev.sallyport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code sallyport} in a distribution whose program only says how it was started. */
class LauncherScriptTest {
    private static final String PROGRAM =
            """
            package dev.sallyport.app;

            public final class Main {
                public static void main(String[] arguments) {
                    System.out.println("arguments=" + String.join("|", arguments));
                    System.out.println("home=" + System.getProperty("sallyport.home"));
                    System.out.println("launcher=" + System.getProperty("sallyport.launcher"));
                    System.out.println("java=" + System.getProperty("java.home"));
                    System.out.println("cache=" + System.getProperty("sallyport.aot.file"));
                    System.out.println("options=" + System.getProperty("sallyport.aot.options"));
                    System.out.println("extra=" + System.getProperty("extra"));
                    System.out.println("names=" + System.getProperty("sun.jnu.encoding"));
                    System.out.println("heap=" + Runtime.getRuntime().maxMemory() / (1 << 20));
                    System.exit(arguments.length > 1 && arguments[1].equals("fail") ? 7 : 0);
                }
            }
            """;

    private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

    @TempDir static Path compiled;
    @TempDir Path temporary;
    private Path home;
    private Path script;

    private record Ending(int status, List<String> out, List<String> err) {
        String value(String name) {
            return out.stream()
                    .filter(line -> line.startsWith(name + "="))
                    .map(line -> line.substring(name.length() + 1))
                    .findFirst()
                    .orElse("missing");
        }
    }

    @BeforeAll
    static void compileTheProgram() throws IOException {
        Path source = Files.writeString(compiled.resolve("Main.java"), PROGRAM);
        int status =
                ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-d", compiled.toString(), source.toString());
        assertThat(status).isZero();
    }

    @BeforeEach
    void layOutTheDistribution() throws IOException {
        home = Files.createDirectory(temporary.toRealPath().resolve("a folder"));
        script = copyOfTheScript(home, "");
        Path jar = Files.createDirectory(home.resolve("lib")).resolve("sallyport.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(file, manifest)) {
            entries.putNextEntry(new JarEntry("dev/sallyport/app/Main.class"));
            entries.write(Files.readAllBytes(compiled.resolve("dev/sallyport/app/Main.class")));
        }
    }

    /**
     * @param version the version of Java that the copy looks for, if not the script's own
     */
    private static Path copyOfTheScript(Path folder, String version) throws IOException {
        String text = Files.readString(Path.of("sallyport"));
        Path copy =
                Files.writeString(
                        folder.resolve("sallyport"),
                        version.isEmpty() ? text : text.replace("25", version));
        return Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Ending run(Map<String, String> variables, String... command)
            throws IOException, InterruptedException {
        Path out = temporary.resolve("out");
        Path err = temporary.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(temporary.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        Map<String, String> environment = new HashMap<>(variables);
        environment.putIfAbsent("PATH", System.getenv("PATH"));
        environment.putIfAbsent("HOME", temporary.toString());
        environment.putIfAbsent("JAVA_HOME", JAVA_HOME.toString());
        environment.values().removeIf(String::isEmpty);
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ending(
                process.exitValue(),
                Files.readAllLines(out, StandardCharsets.UTF_8),
                Files.readAllLines(err, StandardCharsets.UTF_8));
    }

    private Ending run(String... command) throws IOException, InterruptedException {
        return run(Map.of(), command);
    }

    /** A folder that describes itself as a JDK of a version; its programs are this JDK's. */
    private Path fakeJdk(Path folder, String version) throws IOException {
        Files.createDirectories(folder.getParent());
        Files.createDirectory(folder);
        Files.writeString(
                folder.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");
        Path programs = Files.createDirectory(folder.resolve("bin"));
        for (String program : List.of("java", "javac")) {
            Files.createSymbolicLink(
                    programs.resolve(program), JAVA_HOME.resolve("bin").resolve(program));
        }
        return folder;
    }

    @Test
    void passesArgumentsAsTheyAreAndNamesItsHome() throws Exception {
        Ending ending = run(script.toString(), "config", "--file", "two words", "*");
        assertThat(ending.err()).isEmpty();
        assertThat(ending.value("arguments")).isEqualTo("config|--file|two words|*");
        assertThat(ending.value("home")).isEqualTo(home.toString());
        assertThat(ending.value("launcher")).isEqualTo(script.toString());
    }

    @Test
    void passesTheStatusOn() throws Exception {
        assertThat(run(script.toString(), "config", "fail").status()).isEqualTo(7);
    }

    @Test
    void findsItsHomeThroughSymbolicLinksAndThePath() throws Exception {
        Path first = Files.createSymbolicLink(temporary.resolve("first"), script);
        Files.createDirectory(temporary.resolve("bin"));
        Files.createSymbolicLink(
                temporary.resolve("bin/sallyport"), Path.of("..").resolve(first.getFileName()));
        String path = temporary.resolve("bin") + ":" + System.getenv("PATH");
        assertThat(run(Map.of("PATH", path), "sh", "-c", "sallyport config").value("home"))
                .isEqualTo(home.toString());
        assertThat(run("sh", "-c", "cd 'a folder' && ./sallyport config").value("home"))
                .isEqualTo(home.toString());
        assertThat(run("sh", "-c", "cd 'a folder/lib' && ../sallyport config").value("home"))
                .isEqualTo(home.toString());
    }

    @Test
    void prefersTheBundledRuntime() throws Exception {
        Path runtime = Files.createSymbolicLink(home.resolve("runtime"), JAVA_HOME);
        assertThat(run(Map.of("JAVA_HOME", ""), script.toString(), "config").value("java"))
                .isIn(runtime.toString(), JAVA_HOME.toRealPath().toString());
    }

    @Test
    void looksForAJdkInTheUsualFolders() throws Exception {
        Path wrong = fakeJdk(temporary.resolve("wrong"), "98.0.1");
        Path right = fakeJdk(temporary.resolve(".sdkman/candidates/java/99-tem"), "99.0.1");
        fakeJdk(temporary.resolve(".jdks/98"), "98");
        Ending ending =
                run(
                        Map.of("JAVA_HOME", wrong.toString()),
                        copyOfTheScript(home, "99").toString(),
                        "--find-jdk");
        assertThat(ending.err()).isEmpty();
        assertThat(ending.out()).containsExactly(right.toString());
    }

    @Test
    void saysInOneSentenceHowToGetAJdk() throws Exception {
        Ending ending = run(copyOfTheScript(home, "97").toString(), "stdio");
        assertThat(ending.status()).isEqualTo(1);
        assertThat(ending.out()).isEmpty();
        assertThat(ending.err()).hasSize(1);
        assertThat(ending.err().getFirst())
                .startsWith("sallyport: no JDK 97 found: install one")
                .contains("JAVA_HOME");
    }

    @Test
    void keepsTheHeapSmallExceptWhereItServesMany() throws Exception {
        assertThat(Integer.parseInt(run(script.toString(), "stdio").value("heap")))
                .isBetween(200, 256);
        assertThat(
                        run(
                                        Map.of("SALLYPORT_JAVA_OPTIONS", "-Xmx64m -Dextra=yes"),
                                        script.toString(),
                                        "stdio")
                                .out())
                .contains("extra=yes")
                .anyMatch(line -> line.matches("heap=6[0-4]"));
        assertThat(
                        run(
                                        Map.of("SALLYPORT_JAVA_OPTIONS", "-XX:MaxRAM=4g"),
                                        script.toString(),
                                        "serve")
                                .out())
                .anyMatch(line -> line.matches("heap=(9\\d\\d|10\\d\\d)"));
    }

    @Test
    void startsAllTheSameWithACacheThatDoesNotFitAndKeepsStdoutClean() throws Exception {
        Files.write(home.resolve("sallyport.aot"), new byte[100_000]);
        Ending ending = run(script.toString(), "stdio");
        assertThat(ending.status()).isZero();
        assertThat(ending.out()).hasSize(9).first().isEqualTo("arguments=stdio");
    }

    @Test
    void keepsStdoutCleanWhenTheJvmCannotStart() throws Exception {
        Ending ending = run(Map.of("JDK_JAVA_OPTIONS", "-XX:+UseZGC"), script.toString(), "stdio");
        assertThat(ending.status()).isEqualTo(1);
        assertThat(ending.out()).isEmpty();
        assertThat(ending.err()).anyMatch(line -> line.contains("garbage collectors"));
    }

    @Test
    void namesFilesBeyondAsciiInTheLocaleOfAContainer() throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "Linux");
        assertThat(run(Map.of("LC_ALL", "C"), script.toString(), "config", "ü").value("names"))
                .isEqualTo("UTF-8");
        assertThat(run(Map.of("LANG", "POSIX"), script.toString(), "config").value("names"))
                .isEqualTo("UTF-8");
    }

    @Test
    void leavesACacheAsideThatIsOlderThanTheProgram() throws Exception {
        Path cache = Files.write(home.resolve("sallyport.aot"), new byte[100_000]);
        Files.setLastModifiedTime(
                cache,
                FileTime.from(
                        Files.getLastModifiedTime(home.resolve("lib/sallyport.jar"))
                                .toInstant()
                                .minus(Duration.ofMinutes(1))));
        Ending ending = run(script.toString(), "stdio");
        assertThat(ending.err()).isEmpty();
        assertThat(ending.value("arguments")).isEqualTo("stdio");
    }

    @Test
    void tellsWarmupWhereTheCacheBelongsAndHowAServerIsStarted() throws Exception {
        Ending ending = run(script.toString(), "warmup");
        assertThat(ending.out()).isEmpty();
        assertThat(ending.err())
                .contains("arguments=warmup", "cache=" + home.resolve("sallyport.aot"))
                .anyMatch(line ->
                        line.startsWith("options=-XX:") && line.contains("-XX:+UseSerialGC"));
    }

    @Test
    void saysThatItIsNoDistributionWithoutLibraries() throws Exception {
        try (Stream<Path> files = Files.walk(home.resolve("lib"))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        Ending ending = run(script.toString(), "stdio");
        assertThat(ending.status()).isEqualTo(1);
        assertThat(ending.out()).isEmpty();
        assertThat(ending.err()).singleElement().asString().contains("no lib folder");
    }
}
