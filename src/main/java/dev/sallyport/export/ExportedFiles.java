package dev.sallyport.export;

import dev.sallyport.call.Caller;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files that this process has written, each for the caller that asked for it; the newest, as
 * many as the folder may have. Thread-safe.
 */
public final class ExportedFiles {
    static final String SCHEME = "export://";

    private final ExportSettings settings;
    private final Map<String, Entry> byUri = new LinkedHashMap<>();

    ExportedFiles(ExportSettings settings) {
        this.settings = settings;
    }

    /** A file, and whose it is. */
    private record Entry(Caller caller, ExportSummary summary, Path path) {}

    synchronized void add(Caller caller, ExportSummary summary, Path path) {
        byUri.remove(summary.uri());
        byUri.put(summary.uri(), new Entry(caller, summary, path));
        Iterator<Entry> eldest = byUri.values().iterator();
        while (byUri.size() > settings.maxFiles()) {
            eldest.next();
            eldest.remove();
        }
    }

    /** Those of a caller, the newest last; some may have been removed since. */
    public synchronized List<ExportSummary> of(Caller caller) {
        List<ExportSummary> all = new ArrayList<>();
        for (Entry entry : byUri.values()) {
            if (entry.caller().equals(caller)) {
                all.add(entry.summary());
            }
        }
        return all;
    }

    /** The file of a URI, if it is one of the caller's. */
    public synchronized Optional<ExportSummary> find(String uri, Caller caller) {
        return Optional.ofNullable(byUri.get(uri))
                .filter(entry -> entry.caller().equals(caller))
                .map(Entry::summary);
    }

    /** Whether a file is small enough to be read. */
    public boolean isReadable(ExportSummary file) {
        return file.bytes() <= settings.maxReadBytes().bytes();
    }

    /** Most bytes that are read. */
    public long maxReadBytes() {
        return settings.maxReadBytes().bytes();
    }

    /**
     * The content of a file that is {@link #isReadable}; empty where it is gone, or no longer what
     * was written.
     */
    public Optional<byte[]> read(ExportSummary file) {
        Entry entry;
        synchronized (this) {
            entry = byUri.get(file.uri());
        }
        if (entry == null || !isReadable(file)) {
            return Optional.empty();
        }
        try (InputStream in =
                Files.newInputStream(
                        entry.path(), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes((int) file.bytes() + 1);
            return bytes.length == file.bytes() ? Optional.of(bytes) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
