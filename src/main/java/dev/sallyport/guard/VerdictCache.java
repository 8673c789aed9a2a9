package dev.sallyport.guard;

import dev.sallyport.guard.Verdict.Allowed;
import dev.sallyport.sql.StatementAccess;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Verdicts on statements that were allowed not long ago, by the text as it came or by its {@link
 * StatementShape}: either decides all else. A map of the JDK's own, because a cache library would
 * cost more to load than it saves at the start.
 */
final class VerdictCache {
    private static final int MAX_VERDICTS = 1_000;

    /**
     * Longer statements are inspected each time; characters, so the whole takes some 40 MB at most.
     */
    static final int MAX_LENGTH = 10_000;

    private final Map<Key, Allowed> verdicts =
            new LinkedHashMap<>(64, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Key, Allowed> eldest) {
                    return size() > MAX_VERDICTS;
                }
            };

    /** The text is the statement's own, or its shape: the caller keeps a cache for each. */
    record Key(String text, StatementAccess access, Optional<String> defaultDatabase) {
        /** That of the text, which remembers it: few keys of one text differ in the rest. */
        @Override
        public int hashCode() {
            return text.hashCode();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key(var itsText, var itsAccess, var itsDatabase)
                    && text.equals(itsText)
                    && access == itsAccess
                    && defaultDatabase.equals(itsDatabase);
        }
    }

    @Nullable Allowed find(Key key) {
        if (key.text().length() > MAX_LENGTH) {
            return null;
        }
        synchronized (verdicts) {
            return verdicts.get(key);
        }
    }

    void keep(Key key, Allowed allowed) {
        if (key.text().length() <= MAX_LENGTH) {
            synchronized (verdicts) {
                verdicts.put(key, allowed);
            }
        }
    }
}
