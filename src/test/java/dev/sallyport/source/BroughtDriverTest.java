package dev.sallyport.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sallyport.call.CallContext;
import dev.sallyport.call.Caller;
import dev.sallyport.call.Cancellation;
import dev.sallyport.call.Deadline;
import dev.sallyport.config.DataSize;
import dev.sallyport.execution.BoundStatement;
import dev.sallyport.execution.ExecutionLimits;
import dev.sallyport.execution.ExecutionOutcome;
import dev.sallyport.execution.FailureReason;
import dev.sallyport.execution.StatementExecutor;
import dev.sallyport.sql.Dialects;
import dev.sallyport.sql.StatementClass;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BroughtDriverTest {
    private static final String URL = "jdbc:h2:mem:brought";

    /** A real driver as an owner would bring it: the jar that is on the class path. */
    private static final BroughtDriver REAL =
            new BroughtDriver("real", "H2", "org.h2.Driver", "h2.jar", Optional.empty());

    private static final BroughtDriver TINY =
            new BroughtDriver(
                    "tiny",
                    "Tiny",
                    "Tiny",
                    "tiny-1.jar",
                    Optional.of(new DriverArtifact("org.example", "tiny", "1", "0".repeat(64))));

    @TempDir Path folder;

    @Test
    void loadsADriverApartFromTheSameOnTheClassPath() throws Exception {
        try (Connection ours = DriverManager.getConnection(URL, "sa", "");
                IsolatedDriver driver = load(REAL, TestDrivers.jarOf("org.h2.Driver"))) {
            ours.createStatement().execute("CREATE TABLE only_ours (id INT)");
            try (Connection apart = driver.connect(URL, new Properties())) {
                assertThat(apart.getMetaData().getDatabaseProductName()).isEqualTo("H2");
                // A database in memory belongs to the classes that made it.
                assertThat(apart.getMetaData().getTables(null, null, "ONLY_OURS", null).next())
                        .isFalse();
                assertThat(apart).isNotInstanceOf(org.h2.jdbc.JdbcConnection.class);
            }
        }
    }

    @Test
    void keepsTwoVersionsOfAClassSideBySide() throws Exception {
        Path one = TestJar.make(folder.resolve("one.jar"), Map.of("Tiny", tiny("return 1;", "")));
        Path two = TestJar.make(folder.resolve("two.jar"), Map.of("Tiny", tiny("return 2;", "")));
        try (IsolatedDriver first = load(TINY, one);
                IsolatedDriver second = load(TINY, two)) {
            assertThat(first.getMajorVersion()).isEqualTo(1);
            assertThat(second.getMajorVersion()).isEqualTo(2);
        }
    }

    @Test
    void aDriverSeesNeitherTheProductNorItsLibraries() throws Exception {
        String search =
                """
                int found = 0;
                for (String name : new String[] {"dev.sallyport.source.Source", "org.h2.Driver",
                        "org.slf4j.Logger", "java.sql.Driver"}) {
                    for (ClassLoader loader : new ClassLoader[] {
                            Tiny.class.getClassLoader(), SEEN_WHEN_MADE}) {
                        try {
                            Class.forName(name, false, loader);
                            found++;
                        } catch (ClassNotFoundException e) {
                        }
                    }
                }
                return found;
                """;
        String field =
                "static final ClassLoader SEEN_WHEN_MADE ="
                        + " Thread.currentThread().getContextClassLoader();";
        Path jar = TestJar.make(folder.resolve("tiny.jar"), Map.of("Tiny", tiny(search, field)));
        try (IsolatedDriver driver = load(TINY, jar)) {
            // The platform's own class, by either loader, and nothing else.
            assertThat(driver.getMajorVersion()).isEqualTo(2);
        }
        assertThat(Thread.currentThread().getContextClassLoader())
                .isEqualTo(BroughtDriverTest.class.getClassLoader());
    }

    @Test
    void loadsAllJarsOfAFolder() throws Exception {
        Path jars = Files.createDirectory(folder.resolve("jars"));
        Path whole =
                TestJar.make(
                        folder.resolve("whole.jar"),
                        Map.of(
                                "Tiny",
                                tiny("return Helper.VERSION.length();", ""),
                                "Helper",
                                "class Helper { static String VERSION = System.lineSeparator() + 7; }"));
        Files.copy(whole, jars.resolve("a.jar"));
        Files.copy(whole, jars.resolve("b.jar"));
        Files.writeString(jars.resolve("readme.txt"), "no jar");
        TestJar.without(jars.resolve("a.jar"), "Helper");
        TestJar.without(jars.resolve("b.jar"), "Tiny");
        try (IsolatedDriver driver = load(TINY, jars)) {
            assertThat(driver.getMajorVersion()).isPositive();
        }
        Files.delete(jars.resolve("b.jar"));
        try (IsolatedDriver driver = load(TINY, jars)) {
            assertThatThrownBy(driver::getMajorVersion)
                    .isInstanceOf(NoClassDefFoundError.class)
                    .hasMessageContaining("Helper");
        }
    }

    @Test
    void findsTheFetchedDriverWhereNoPathIsNamed() throws Exception {
        Path drivers = folder.resolve("drivers");
        Files.createDirectories(drivers.resolve("tiny"));
        SourceConfig config = config(new DriverLocation(Optional.empty(), Optional.of(drivers)));
        assertThat(problem(TINY, config))
                .isEqualTo(TINY.problem(config).orElseThrow())
                .isEqualTo(
                        new DriverProblem(
                                DriverProblem.Kind.MISSING,
                                "The driver of Tiny, which source 'shop' needs, is not there. Only the owner"
                                        + " can help: run: sallyport driver add tiny."));
        TestJar.make(drivers.resolve("tiny/tiny-1.jar"), Map.of("Tiny", tiny("return 3;", "")));
        assertThat(TINY.problem(config)).isEmpty();
        try (IsolatedDriver driver = (IsolatedDriver) TINY.load(config)) {
            assertThat(driver.getMajorVersion()).isEqualTo(3);
        }
    }

    @Test
    void saysWhichJarToBringWhereNoRepositoryHasIt() {
        SourceConfig config = config(DriverLocation.NONE);
        assertThat(problem(BroughtDriver.CONNX, config).hint())
                .endsWith(
                        "set driver-path of the source to connxjdbc.jar, which comes with CONNX.");
    }

    @Test
    void aPathToNothingIsAMissingDriver() {
        SourceConfig config = at(folder.resolve("nowhere.jar"));
        assertThat(problem(TINY, config))
                .isEqualTo(
                        new DriverProblem(
                                DriverProblem.Kind.MISSING,
                                "driver-path of source 'shop' names no jar. Correct it, or run: sallyport"
                                        + " driver add tiny."));
        assertThat(problem(TINY, at(folder)).kind()).isEqualTo(DriverProblem.Kind.MISSING);
    }

    @Test
    void saysWhyAJarHasNoUsableDriver() throws Exception {
        Path jar = folder.resolve("tiny.jar");
        Files.writeString(jar, "no jar at all");
        assertUnusable(jar, "ClassNotFoundException: Tiny");

        TestJar.make(jar, Map.of("Other", "public class Other {}"));
        assertUnusable(jar, "ClassNotFoundException: Tiny");

        TestJar.make(jar, Map.of("Tiny", "public class Tiny {}"));
        assertUnusable(jar, "ClassCastException");

        TestJar.make(
                jar,
                Map.of(
                        "Tiny",
                        tiny(
                                "return 1;",
                                "public Tiny() { throw new RuntimeException(\"hunter2\"); }")));
        assertUnusable(jar, "InvocationTargetException");

        TestJar.make(
                jar,
                Map.of(
                        "Tiny",
                        tiny(
                                "return 1;",
                                "static { if (true) throw new IllegalStateException(\"hunter2\"); }")));
        assertUnusable(jar, "it breaks when it is loaded: java.lang.IllegalStateException");

        TestJar.make(
                jar,
                Map.of(
                        "Tiny",
                        tiny("return 1;", "static final Helper HELPER = new Helper();"),
                        "Helper",
                        "class Helper {}"));
        assertUnusable(TestJar.without(jar, "Helper"), "NoClassDefFoundError: Helper");

        TestJar.make(jar, Map.of("Tiny", tiny("return 1;", "")));
        assertUnusable(TestJar.ofTheFuture(jar, "Tiny"), "UnsupportedClassVersionError: Tiny");
    }

    @Test
    void aDriverThatFailsHarmsOnlyItsOwnSource() throws Exception {
        Path broken =
                TestJar.make(
                        folder.resolve("broken.jar"),
                        Map.of(
                                "Tiny",
                                tiny(
                                        "return 1;",
                                        "static { if (true) throw new IllegalStateException(); }")));
        Source none = source(TINY, config(DriverLocation.NONE));
        Source bad = source(TINY, at(broken));
        Source good = source(REAL, at(TestDrivers.jarOf("org.h2.Driver")));
        try (StatementExecutor executor = new StatementExecutor()) {
            assertThat(none.driverProblem()).isPresent();
            assertThat(good.driverProblem()).isEmpty();
            for (int i = 0; i < 3; i++) {
                assertThat(((ExecutionOutcome.Failed) run(executor, none)).reason())
                        .isEqualTo(FailureReason.DRIVER_MISSING);
                assertThat(((ExecutionOutcome.Failed) run(executor, bad)).reason())
                        .isEqualTo(FailureReason.DRIVER_UNUSABLE);
                assertThat(run(executor, good)).isInstanceOf(ExecutionOutcome.Rows.class);
            }
        } finally {
            List.of(none, bad, good).forEach(Source::close);
        }
    }

    @Test
    void takesADriverThatIsBroughtWhileItServes() throws Exception {
        Path drivers = folder.resolve("drivers");
        Source source =
                source(REAL, config(new DriverLocation(Optional.empty(), Optional.of(drivers))));
        try (StatementExecutor executor = new StatementExecutor()) {
            assertThat(run(executor, source)).isInstanceOf(ExecutionOutcome.Failed.class);
            Files.createDirectories(drivers.resolve("real"));
            Files.copy(
                    TestDrivers.jarOf("org.h2.Driver"), drivers.resolve("real").resolve("h2.jar"));
            assertThat(run(executor, source)).isInstanceOf(ExecutionOutcome.Rows.class);
        } finally {
            source.close();
        }
    }

    @Test
    void givesTheJarUpWithTheSource() throws Exception {
        Path jar =
                TestJar.make(
                        folder.resolve("tiny.jar"),
                        Map.of(
                                "Tiny",
                                tiny("return Later.VERSION;", ""),
                                "Later",
                                "class Later { static int VERSION = Integer.parseInt(\"4\"); }"));
        ConnectionOpener connections =
                new ConnectionOpener(at(jar), at(jar), at(jar), engine(TINY), true);
        assertThatThrownBy(connections::open).hasMessage("nothing listens");
        Driver driver = connections.driver();
        connections.close();
        assertThatThrownBy(driver::getMajorVersion).isInstanceOf(NoClassDefFoundError.class);
    }

    private void assertUnusable(Path jar, String reason) {
        DriverProblem problem = problem(TINY, at(jar));
        assertThat(problem.kind()).isEqualTo(DriverProblem.Kind.UNUSABLE);
        assertThat(problem.hint())
                .contains("source 'shop'", "(" + reason, "sallyport driver add tiny")
                .doesNotContain("hunter2");
    }

    private static ExecutionOutcome run(StatementExecutor executor, Source source) {
        return executor.execute(
                source,
                new BoundStatement("SELECT 1", StatementClass.READ, List.of()),
                new ExecutionLimits(10, new DataSize(1_000), Duration.ofSeconds(20)),
                new CallContext(
                        Caller.LOCAL, Deadline.after(Duration.ofSeconds(30)), new Cancellation()));
    }

    /** A source of H2 whose driver is a brought one. */
    private static Source source(BroughtDriver brought, SourceConfig config) {
        return new Source(config, engine(brought));
    }

    private static Engine engine(BroughtDriver brought) {
        Engine h2 = new H2Engine();
        return (Engine)
                Proxy.newProxyInstance(
                        Engine.class.getClassLoader(),
                        new Class<?>[] {Engine.class},
                        (_, method, arguments) ->
                                switch (method.getName()) {
                                    case "broughtDriver" -> Optional.of(brought);
                                    case "driver" -> brought.load((SourceConfig) arguments[0]);
                                    default -> {
                                        try {
                                            yield method.invoke(h2, arguments);
                                        } catch (InvocationTargetException e) {
                                            throw e.getCause();
                                        }
                                    }
                                });
    }

    private static IsolatedDriver load(BroughtDriver brought, Path path) throws SQLException {
        return (IsolatedDriver) brought.load(at(path));
    }

    private static DriverProblem problem(BroughtDriver brought, SourceConfig config) {
        return catchThrowableOfType(DriverException.class, () -> brought.load(config)).problem();
    }

    private static SourceConfig at(Path path) {
        return config(new DriverLocation(Optional.of(path), Optional.empty()));
    }

    private static SourceConfig config(DriverLocation location) {
        return new SourceConfig(
                        "shop",
                        URL,
                        Optional.of("sa"),
                        Optional.empty(),
                        Dialects.H2,
                        false,
                        2,
                        Duration.ofSeconds(30))
                .withDriver(location);
    }

    /** Source text of a driver that answers its version, and can do nothing else. */
    private static String tiny(String version, String members) {
        return """
        import java.sql.*;
        import java.util.Properties;

        public class Tiny implements Driver {
            %s
            public int getMajorVersion() { %s }
            public int getMinorVersion() { return 0; }
            public boolean acceptsURL(String url) { return true; }
            public Connection connect(String url, Properties info) throws SQLException {
                throw new SQLException("nothing listens", "08001");
            }
            public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) { return null; }
            public boolean jdbcCompliant() { return false; }
            public java.util.logging.Logger getParentLogger() { return null; }
        }
        """
                .formatted(members, version);
    }
}
