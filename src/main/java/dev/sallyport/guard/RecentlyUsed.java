package dev.sallyport.guard;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was kept last: when it is full, the entry goes that was not used for longest. Thread-safe.
 *
 * <p>A caching library would do, but to load one takes a quarter of the time to a process's first
 * answer.
 */
final class RecentlyUsed<K, V> {
    private final Map<K, V> entries;

    RecentlyUsed(int capacity) {
        entries =
                new LinkedHashMap<>(16, 0.75f, true) {
                    private static final long serialVersionUID = 1;

                    @Override
                    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                        return size() > capacity;
                    }
                };
    }

    synchronized Optional<V> find(K key) {
        return Optional.ofNullable(entries.get(key));
    }

    synchronized void keep(K key, V value) {
        entries.put(key, value);
    }
}
