package dev.sallyport.source;

import dev.sallyport.config.ConfigSection;
import dev.sallyport.config.Secret;
import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
 */
public record SourceConfig(
        String name,
        String url,
        Optional<String> user,
        Optional<Secret> password,
        Dialect dialect,
        boolean writes,
        int concurrentCalls,
        Duration timeout) {
    static final int DEFAULT_CONCURRENT_CALLS = 16;
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    /** Agents write it, logs quote it: no blanks, quotes or control characters. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    /** A source with the default limits. */
    public SourceConfig(
            String name,
            String url,
            Optional<String> user,
            Optional<Secret> password,
            Dialect dialect,
            boolean writes) {
        this(name, url, user, password, dialect, writes, DEFAULT_CONCURRENT_CALLS, DEFAULT_TIMEOUT);
    }

    /** Reads the section of one source, and checks its URL without opening anything. */
    public static SourceConfig read(String name, ConfigSection in) {
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
        if (writes && !dialect.flatMap(Engines::of).map(Engine::writes).orElse(true)) {
            in.problem("writes", "there are no changes by this engine yet; leave the key out");
        }
        ConfigSection limits = in.section("limits");
        return new SourceConfig(
                name,
                url,
                user,
                password,
                dialect.filter(known -> Engines.of(known).isPresent()).orElse(Dialects.H2),
                writes,
                limits.intBetween("concurrent-calls", 1, 200, DEFAULT_CONCURRENT_CALLS),
                limits.durationBetween("timeout", "100ms", "10m", "30s"));
    }

    SourceConfig withUrl(String other) {
        return new SourceConfig(
                name, other, user, password, dialect, writes, concurrentCalls, timeout);
    }

    SourceConfig withoutWrites() {
        return new SourceConfig(
                name, url, user, password, dialect, false, concurrentCalls, timeout);
    }

    /** The URL is not part of this: it may tell more than a log should know. */
    @Override
    public String toString() {
        return "SourceConfig[" + name + ", " + dialect + "]";
    }

    private static Optional<Dialect> dialect(String url, ConfigSection in) {
        Optional<Dialect> ofUrl = Dialects.ofJdbcUrl(url);
        String[] names = Dialects.all().stream().map(Dialect::name).toArray(String[]::new);
        String named = in.oneOf("dialect", ofUrl.map(Dialect::name).orElse(""), names);
        return Dialects.named(named).or(() -> ofUrl);
    }

    private static List<String> problems(String url, Dialect dialect) {
        return Engines.of(Dialects.ofJdbcUrl(url).orElse(dialect))
                .map(engine -> engine.problems(url))
                .orElseGet(() -> List.of("there is no driver for " + dialect.title() + " yet"));
    }

    private static String prefixes() {
        return String.join(", ", Engines.all().stream().map(Engine::urlPrefix).toList());
    }
}
