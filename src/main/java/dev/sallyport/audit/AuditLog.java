package dev.sallyport.audit;

import dev.sallyport.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The record of every call, one JSON line a call in {@code audit.jsonl}; thread-safe, and several
 * processes may share one folder.
 *
 * <p>Each line carries the hash of the line before it and its own, made with a key, so that a line
 * that was changed, removed or put in is found by {@link AuditVerification}. A line is handed to
 * the operating system before the answer leaves: it survives the end of the process, and with
 * {@code sync} a power cut too.
 */
public final class AuditLog implements AutoCloseable {
    /** Name of the log in the state folder. */
    public static final String FILE = "audit.jsonl";

    static final String KEY_FILE = "audit.key";
    private static final String FINGERPRINT_KEY_FILE = "fingerprint.key";

    /** A call saves some 5 microseconds by it, and the first one would pay as many milliseconds. */
    private static final int MAPPED_FROM = 500;

    private final AuditSettings settings;
    private final StateFolder folder;
    private final AuditFile file;
    private final UnfinishedCalls unfinished;
    private final String process;
    private final AtomicLong calls = new AtomicLong();
    private final Object keys = new Object();
    private @Nullable HmacKey auditKey;
    private @Nullable Fingerprint fingerprint;

    private AuditLog(AuditSettings settings, StateFolder folder, Clock clock) {
        this.settings = settings;
        this.folder = folder;
        this.process =
                Long.toString(clock.millis(), Character.MAX_RADIX)
                        + "-"
                        + Long.toString(ProcessHandle.current().pid(), Character.MAX_RADIX)
                        + "-"
                        + Long.toString(System.nanoTime() & 0xFFFFF, Character.MAX_RADIX);
        this.file = new AuditFile(folder.file(FILE), settings.sync(), clock);
        this.unfinished = new UnfinishedCalls(folder.file("unfinished"), process, MAPPED_FROM);
    }

    /**
     * Opens the log, and records the calls that processes left unfinished which are gone.
     *
     * @throws IOException if the state folder cannot be used; the message says why
     */
    public static AuditLog open(AuditSettings settings) throws IOException {
        return open(settings, Clock.systemUTC());
    }

    static AuditLog open(AuditSettings settings, Clock clock) throws IOException {
        AuditLog log = new AuditLog(settings, StateFolder.open(settings.folder()), clock);
        log.unfinished.recover(log::auditKey, log::recovered);
        return log;
    }

    /** Where the log is. */
    public Path path() {
        return folder.file(FILE);
    }

    /** A name for a call that no other call has, in this process or another. */
    public String newCall() {
        return process + "-" + calls.incrementAndGet();
    }

    /**
     * Keyed fingerprint of a statement, 12 hexadecimal digits: equal for equal statements, and
     * without the key no way back.
     *
     * @param statement the normalised text, or, of one that was refused, the text as it came
     * @throws IOException if the key cannot be read or generated
     */
    public String fingerprint(String statement) throws IOException {
        synchronized (keys) {
            if (fingerprint == null) {
                fingerprint =
                        new Fingerprint(
                                folder.key(settings.fingerprintKey(), FINGERPRINT_KEY_FILE));
            }
            return fingerprint.of(statement);
        }
    }

    /**
     * Records that a call was allowed and is about to run.
     *
     * @throws IOException if it cannot be recorded; the call must not run
     */
    public void decided(AuditEvent event) throws IOException {
        HmacKey key = auditKey();
        if (!file.isAsLeft()) {
            try (FolderLock.Held _ = folder.lock().acquire()) {
                file.check(key);
            }
        }
        unfinished.begin(event.call(), AuditLine.seal(AuditLine.note(event), key));
    }

    /**
     * Records a call that has ended, one that was refused too.
     *
     * @throws IOException if it cannot be recorded; the answer must not leave
     */
    public void finished(AuditEvent event) throws IOException {
        HmacKey key = auditKey();
        String members = AuditLine.members(event);
        try (FolderLock.Held _ = folder.lock().acquire()) {
            file.append(members, key);
        }
        unfinished.end(event.call());
    }

    @Override
    public void close() throws IOException {
        unfinished.close();
        file.close();
        folder.lock().close();
    }

    private void recovered(List<JsonObject> notes) throws IOException {
        HmacKey key = auditKey();
        try (FolderLock.Held _ = folder.lock().acquire()) {
            for (JsonObject note : notes) {
                file.append(AuditLine.unfinished(note), key);
            }
        }
    }

    private HmacKey auditKey() throws IOException {
        synchronized (keys) {
            if (auditKey == null) {
                auditKey = folder.key(settings.auditKey(), KEY_FILE);
            }
            return auditKey;
        }
    }
}
