package dev.sallyport.source;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * One instance of DuckDB's library for each file that this process has open.
 *
 * <p>Two would not see each other: the locks of the operating system are those of a process, so
 * that both would open the file for changes, and destroy it. One knows that it has the file open,
 * and refuses to open it to read and for changes side by side.
 */
final class DuckDbDrivers {
    private static final Map<Path, WeakReference<IsolatedDriver>> LOADED = new HashMap<>();

    private DuckDbDrivers() {}

    /** The driver of a file; whoever asked for it closes it. */
    static synchronized IsolatedDriver of(SourceConfig config, String file) throws DriverException {
        Path key = real(file);
        WeakReference<IsolatedDriver> reference = LOADED.get(key);
        IsolatedDriver loaded = reference == null ? null : reference.get();
        if (loaded != null && loaded.share()) {
            return loaded;
        }
        IsolatedDriver driver = BroughtDriver.DUCKDB.load(config);
        LOADED.put(key, new WeakReference<>(driver));
        return driver;
    }

    private static Path real(String file) {
        Path path = Path.of(file);
        try {
            return path.toRealPath();
        } catch (IOException e) {
            // It is not there, so that nobody can have it open.
            return path.toAbsolutePath().normalize();
        }
    }
}
