package dev.sallyport.source;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All data sources, in the order of the configuration; closing closes their pools. */
public final class Sources implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sources.class);
    private static final Duration ATTESTING = Duration.ofSeconds(30);

    private final Map<String, Source> byName = new LinkedHashMap<>();

    public Sources(Collection<SourceConfig> configs) {
        configs.forEach(config -> byName.put(config.name(), new Source(config)));
    }

    public Optional<Source> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public List<Source> all() {
        return List.copyOf(byName.values());
    }

    /**
     * Examines, in the background, the logins that the owner wants examined at a start; calls of
     * those sources wait for it.
     */
    public void attest() {
        List<Source> attested =
                byName.values().stream().filter(source -> source.attestation().required()).toList();
        if (!attested.isEmpty()) {
            Thread.ofPlatform()
                    .daemon()
                    .name("attest")
                    .start(() -> attested.forEach(Sources::attest));
        }
    }

    private static void attest(Source source) {
        switch (source.borrow(ATTESTING, () -> false)) {
            case Borrowed.Ready(SourceConnection connection) -> connection.close();
            case Borrowed.NotAttested ignored -> {
                // It is logged where it is found.
            }
            case Borrowed.NoDriver ignored -> notYet(source);
            case Borrowed.Unreachable ignored -> notYet(source);
            case Borrowed.Busy ignored -> notYet(source);
            case Borrowed.Abandoned ignored -> notYet(source);
        }
    }

    private static void notYet(Source source) {
        LOG.warn(
                "source {}: no connection; its login is examined by the first call", source.name());
    }

    @Override
    public void close() {
        byName.values().forEach(Source::close);
    }
}
