package dev.sallyport.audit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a check of a log against its key found.
 *
 * <p>It finds lines that were changed, removed, put in or put elsewhere. It cannot find that the
 * newest lines, or the whole file, were removed.
 *
 * @param lines lines in the file
 * @param cutShort numbers of lines, from 1, that were cut short, as a line after them confirms
 * @param problems what is wrong, with numbers of lines; at most 100
 */
public record AuditVerification(long lines, List<Long> cutShort, List<String> problems) {
    private static final int MAX_PROBLEMS = 100;

    public AuditVerification {
        cutShort = List.copyOf(cutShort);
        problems = List.copyOf(problems);
    }

    public boolean isIntact() {
        return problems.isEmpty();
    }

    /**
     * Checks a log.
     *
     * @param file the log, or one that was moved away
     * @param settings with the key, or the folder of the key
     * @throws IOException if the file or the key cannot be read; a key is never generated
     */
    public static AuditVerification of(Path file, AuditSettings settings) throws IOException {
        Path key = settings.folder().resolve(AuditLog.KEY_FILE);
        if (settings.auditKey().isEmpty() && !Files.isRegularFile(key)) {
            throw new IOException("there is no key " + key);
        }
        StateFolder folder = StateFolder.open(settings.folder());
        try (FolderLock _ = folder.lock();
                InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            Check check = new Check(folder.key(settings.auditKey(), AuditLog.KEY_FILE));
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next == '\n') {
                    check.line(line.toString(StandardCharsets.UTF_8));
                    line.reset();
                } else if (line.size() <= AuditLine.MAX_LENGTH) {
                    line.write(next);
                }
            }
            return check.end(line.size() > 0);
        }
    }

    /** The state between two lines. */
    private static final class Check {
        private final HmacKey key;
        private final List<Long> cutShort = new ArrayList<>();
        private final List<String> problems = new ArrayList<>();
        private final List<Long> notUnderstood = new ArrayList<>();
        private String previous = AuditLine.NO_LINE;
        private long number;

        Check(HmacKey key) {
            this.key = key;
        }

        void line(String text) {
            number++;
            Optional<AuditLine> opened = AuditLine.open(text, key);
            if (opened.isEmpty()) {
                notUnderstood.add(number);
                return;
            }
            AuditLine line = opened.get();
            boolean note =
                    line.body().string("call").isEmpty()
                            && line.body()
                                    .string("code")
                                    .equals(Optional.of(AuditProblem.CUT_SHORT.code()));
            if (note) {
                cutShort.addAll(notUnderstood);
                notUnderstood.clear();
            }
            flush();
            if (!line.body().string("prev").equals(Optional.of(previous))) {
                problem("line " + number + " does not follow the line before it");
            }
            previous = line.hash();
        }

        AuditVerification end(boolean openEnd) {
            flush();
            if (openEnd) {
                number++;
                problem("line " + number + " has no end");
            }
            return new AuditVerification(number, cutShort, problems);
        }

        private void flush() {
            notUnderstood.forEach(
                    line -> problem("line " + line + " was changed, or written with another key"));
            notUnderstood.clear();
        }

        private void problem(String text) {
            if (problems.size() < MAX_PROBLEMS) {
                problems.add(text);
            }
        }
    }
}
