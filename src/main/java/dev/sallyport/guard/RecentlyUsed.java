package dev.sallyport.guard;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A map that forgets the entry that was not used for longest when it is full; not thread-safe.
 *
 * <p>A caching library would do, but to load one takes a quarter of the time to a process's first
 * answer.
 */
final class RecentlyUsed<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1;

    private final int capacity;

    RecentlyUsed(int capacity) {
        super(16, 0.75f, true);
        this.capacity = capacity;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > capacity;
    }
}
