package dev.sallyport.source;

import dev.sallyport.sql.Dialect;
import java.util.Optional;

/** One data source; its pool opens with the first call that needs it. */
public final class Source {
    private final SourceConfig config;

    Source(SourceConfig config) {
        this.config = config;
    }

    public String name() {
        return config.name();
    }

    public Dialect dialect() {
        return config.dialect();
    }

    public boolean writes() {
        return config.writes();
    }

    /** The database that unqualified names belong to, where the URL tells. */
    public Optional<String> defaultDatabase() {
        return Optional.empty();
    }
}
