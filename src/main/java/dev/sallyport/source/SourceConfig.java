package dev.sallyport.source;

import dev.sallyport.config.ConfigSection;
import dev.sallyport.config.Secret;
import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * How to reach one data source.
 *
 * @param name the name that tools use
 * @param url JDBC URL; holds no credential and only parameters that its engine's list allows
 * @param writes whether the owner allows changes at all
 * @param concurrentCalls statements that run side by side, and so connections, at most
 * @param timeout the longest that any statement may run: the engine's own limit, where it has one,
 *     lies one second above it
 * @param attestation which rights the login may have
 * @param driver where the driver is looked for, if it does not come with the product
 * @param trimChar whether the blanks that fill up a text of fixed length are left out of answers
 * @param connections how connections are kept, and what is tried again
 */
public record SourceConfig(
        String name,
        String url,
        Optional<String> user,
        Optional<Secret> password,
        Dialect dialect,
        boolean writes,
        int concurrentCalls,
        Duration timeout,
        Attestation attestation,
        DriverLocation driver,
        boolean trimChar,
        ConnectionSettings connections) {
    static final int DEFAULT_CONCURRENT_CALLS = 16;
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    /** Agents write it, logs quote it: no blanks, quotes or control characters. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    /** A source whose driver comes with the product. */
    public SourceConfig(
            String name,
            String url,
            Optional<String> user,
            Optional<Secret> password,
            Dialect dialect,
            boolean writes,
            int concurrentCalls,
            Duration timeout) {
        this(
                name,
                url,
                user,
                password,
                dialect,
                writes,
                concurrentCalls,
                timeout,
                Attestation.NONE,
                DriverLocation.NONE,
                true,
                ConnectionSettings.STANDARD);
    }

    /** A source with the default limits, whose driver comes with the product. */
    public SourceConfig(
            String name,
            String url,
            Optional<String> user,
            Optional<Secret> password,
            Dialect dialect,
            boolean writes) {
        this(name, url, user, password, dialect, writes, DEFAULT_CONCURRENT_CALLS, DEFAULT_TIMEOUT);
    }

    /** The same with a driver of its own: a jar, or a folder of jars. */
    public SourceConfig withDriverPath(Path path) {
        return withDriver(new DriverLocation(Optional.of(path), driver.folder()));
    }

    /** The same with its driver looked for elsewhere. */
    SourceConfig withDriver(DriverLocation location) {
        return with(copy -> copy.driver = location);
    }

    /** The same with blanks that fill up a text of fixed length left out of answers, or not. */
    public SourceConfig withTrimChar(boolean trim) {
        return with(copy -> copy.trimChar = trim);
    }

    /** The same with connections that are kept otherwise. */
    public SourceConfig withConnections(ConnectionSettings settings) {
        return with(copy -> copy.connections = settings);
    }

    /** The same with another rule for the rights of its login. */
    SourceConfig withAttestation(Attestation rule) {
        return with(copy -> copy.attestation = rule);
    }

    /** Reads the section of a source that no fetched driver is there for. */
    static SourceConfig read(String name, ConfigSection in) {
        return read(name, in, Optional.empty());
    }

    /**
     * Reads the section of one source, and checks its URL without opening anything.
     *
     * @param driversFolder where each fetched driver has a folder with its name
     */
    public static SourceConfig read(String name, ConfigSection in, Path driversFolder) {
        return read(name, in, Optional.of(driversFolder));
    }

    private static SourceConfig read(String name, ConfigSection in, Optional<Path> driversFolder) {
        if (!NAME.matcher(name).matches()) {
            in.problem("a source is named by 1 to 64 letters, digits, '_', '-' or '.'");
        }
        String url = in.text("url");
        Optional<String> user = in.optionalText("user");
        Optional<Secret> password = in.secret("password");
        Optional<Dialect> dialect = dialect(url, in);
        if (!url.isEmpty()) {
            if (dialect.isEmpty()) {
                in.problem(
                        "url", "no engine has URLs that begin like this; allowed: " + prefixes());
            } else {
                problems(url, dialect.get()).forEach(problem -> in.problem("url", problem));
            }
        }
        boolean writes = in.flag("writes", false);
        if (writes) {
            dialect.flatMap(Engines::of)
                    .flatMap(Engine::noWrites)
                    .ifPresent(because -> in.problem("writes", because));
        }
        Attestation attestation = Attestation.read(in);
        Optional<Path> driverPath = driverPath(in, dialect);
        ConfigSection limits = in.section("limits");
        int concurrentCalls =
                limits.intBetween("concurrent-calls", 1, 200, DEFAULT_CONCURRENT_CALLS);
        return new SourceConfig(
                name,
                url,
                user,
                password,
                dialect.orElse(Dialects.H2),
                writes,
                concurrentCalls,
                limits.durationBetween("timeout", "100ms", "10m", "30s"),
                attestation,
                new DriverLocation(driverPath, driversFolder),
                in.flag("trim-char", true),
                ConnectionSettings.read(in, concurrentCalls, dialect.flatMap(Engines::of)));
    }

    SourceConfig withUrl(String other) {
        return with(copy -> copy.url = other);
    }

    /**
     * The same for statements that run longer, fewer or more of them side by side, with connections
     * that close when they rest.
     */
    SourceConfig withLimits(int calls, Duration longest) {
        return with(copy -> {
            copy.concurrentCalls = calls;
            copy.timeout = longest;
            copy.connections = ConnectionSettings.STANDARD;
        });
    }

    SourceConfig withoutWrites() {
        return with(copy -> copy.writes = false);
    }

    /** The URL is not part of this: it may tell more than a log should know. */
    @Override
    public String toString() {
        return "SourceConfig[" + name + ", " + dialect + "]";
    }

    private static Optional<Path> driverPath(ConfigSection in, Optional<Dialect> dialect) {
        Optional<String> text = in.optionalText("driver-path").filter(path -> !path.isEmpty());
        Optional<Engine> engine = dialect.flatMap(Engines::of);
        if (text.isPresent() && engine.isPresent() && engine.get().broughtDriver().isEmpty()) {
            in.problem(
                    "driver-path",
                    "the driver of "
                            + engine.get().dialect().title()
                            + " comes with the product: leave it out");
        }
        try {
            return text.map(Path::of);
        } catch (InvalidPathException e) {
            in.problem("driver-path", "is no path of this system");
            return Optional.empty();
        }
    }

    private static Optional<Dialect> dialect(String url, ConfigSection in) {
        Optional<Dialect> ofUrl = Dialects.ofJdbcUrl(url);
        String[] names = Dialects.all().stream().map(Dialect::name).toArray(String[]::new);
        String named = in.oneOf("dialect", ofUrl.map(Dialect::name).orElse(""), names);
        return Dialects.named(named).or(() -> ofUrl);
    }

    private static List<String> problems(String url, Dialect dialect) {
        return Engines.of(Dialects.ofJdbcUrl(url).orElse(dialect)).orElseThrow().problems(url);
    }

    private static String prefixes() {
        return String.join(", ", Engines.all().stream().map(Engine::urlPrefix).toList());
    }

    private SourceConfig with(Consumer<Copy> change) {
        Copy copy = new Copy(this);
        change.accept(copy);
        return copy.made();
    }

    /** A copy in the making: what differs is said by its name, not by its place among twelve. */
    private static final class Copy {
        final SourceConfig of;
        String url;
        boolean writes;
        int concurrentCalls;
        Duration timeout;
        Attestation attestation;
        DriverLocation driver;
        boolean trimChar;
        ConnectionSettings connections;

        Copy(SourceConfig of) {
            this.of = of;
            url = of.url;
            writes = of.writes;
            concurrentCalls = of.concurrentCalls;
            timeout = of.timeout;
            attestation = of.attestation;
            driver = of.driver;
            trimChar = of.trimChar;
            connections = of.connections;
        }

        SourceConfig made() {
            return new SourceConfig(
                    of.name,
                    url,
                    of.user,
                    of.password,
                    of.dialect,
                    writes,
                    concurrentCalls,
                    timeout,
                    attestation,
                    driver,
                    trimChar,
                    connections);
        }
    }
}
