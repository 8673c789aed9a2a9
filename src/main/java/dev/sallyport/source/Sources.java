package dev.sallyport.source;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All data sources, in the order of the configuration; closing closes their pools. */
public final class Sources implements AutoCloseable {
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

    @Override
    public void close() {
        byName.values().forEach(Source::close);
    }
}
