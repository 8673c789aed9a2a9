package dev.sallyport.export;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The folder of exports, with its limits on files and bytes; thread-safe. Names come from {@link
 * FileName} or are made here, so that nothing in them leads elsewhere.
 */
final class ExportFolder {
    private static final String WORK = ".sallyport-";

    /** Working folders of processes that were killed; no export takes as long. */
    private static final Duration STALE = Duration.ofDays(2);

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final Path configured;
    private final ExportSettings settings;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Set<String> reserved = new HashSet<>();

    /** Bytes of files at the last count, without what is being written here. */
    private long counted;

    private long inProgress;

    ExportFolder(Path configured, ExportSettings settings, InstantSource clock) {
        this.configured = configured;
        this.settings = settings;
        this.clock = clock;
    }

    /** A name for a file, and a working folder for it, until it is published or given up. */
    final class Place implements AutoCloseable {
        private final Path folder;
        private final Path work;
        private final String name;
        private long charged;

        private Place(Path folder, Path work, String name) {
            this.folder = folder;
            this.work = work;
            this.name = name;
        }

        String name() {
            return name;
        }

        Path work() {
            return work;
        }

        /** Counts bytes that are about to be written. */
        void charge(long bytes) throws ExportProblem {
            synchronized (ExportFolder.this) {
                if (counted + inProgress + bytes > settings.maxTotalBytes().bytes()) {
                    throw ExportProblem.full();
                }
                charged += bytes;
                inProgress += bytes;
            }
        }

        /** Gives a file of the working folder its name, unless there is one of it. */
        Path publish(Path file) throws IOException, ExportProblem {
            Path target = folder.resolve(name);
            synchronized (ExportFolder.this) {
                count(folder);
                if (counted + Files.size(file) > settings.maxTotalBytes().bytes()
                        || names(folder).size() >= settings.maxFiles()) {
                    throw ExportProblem.full();
                }
                if (hasName(folder, name)) {
                    throw ExportProblem.exists();
                }
                try {
                    Files.createLink(target, file);
                } catch (FileAlreadyExistsException e) {
                    throw ExportProblem.exists();
                } catch (UnsupportedOperationException | IOException e) {
                    // A file system without links. Of this process nothing is replaced: the name
                    // was free a moment ago, and nobody else here takes it meanwhile.
                    Files.move(file, target);
                }
            }
            return target;
        }

        @Override
        public void close() {
            synchronized (ExportFolder.this) {
                inProgress -= charged;
                reserved.remove(key(name));
            }
            delete(work);
        }
    }

    /** Prepares for a file, and removes what has expired. */
    synchronized Place begin(ExportOrder order) throws IOException, ExportProblem {
        Path folder = opened();
        expire(folder);
        count(folder);
        if (names(folder).size() + reserved.size() >= settings.maxFiles()
                || counted + inProgress >= settings.maxTotalBytes().bytes()) {
            throw ExportProblem.full();
        }
        String name = order.fileName().orElseGet(() -> made(order.format()));
        if (reserved.contains(key(name)) || hasName(folder, name)) {
            throw ExportProblem.exists();
        }
        Path work = folder.resolve(WORK + hex());
        Files.createDirectory(work, OwnerOnly.folder(work));
        reserved.add(key(name));
        return new Place(folder, work, name);
    }

    /** The folder itself, made where it is not there; links lead to it only where it is named. */
    private Path opened() throws IOException, ExportProblem {
        if (!Files.exists(configured)) {
            Files.createDirectories(configured, OwnerOnly.folder(configured));
        }
        Path folder = configured.toRealPath();
        if (!Files.isDirectory(folder) || OwnerOnly.othersWrite(folder)) {
            throw ExportProblem.folder();
        }
        return folder;
    }

    private void expire(Path folder) throws IOException {
        Instant now = clock.instant();
        boolean expires = !settings.expireAfter().isZero();
        for (Path entry : entries(folder)) {
            BasicFileAttributes attributes = attributes(entry);
            Instant changed = attributes.lastModifiedTime().toInstant();
            String name = entry.getFileName().toString();
            if (attributes.isRegularFile()) {
                if (expires
                        && isOurs(name)
                        && changed.isBefore(now.minus(settings.expireAfter()))) {
                    Files.deleteIfExists(entry);
                }
            } else if (attributes.isDirectory()
                    && name.startsWith(WORK)
                    && changed.isBefore(now.minus(STALE))) {
                delete(entry);
            }
        }
    }

    /** Whether a file could be one of these; any other is left alone. */
    private static boolean isOurs(String name) {
        for (ExportFormat format : ExportFormat.values()) {
            if (name.endsWith("." + format.wireName())
                    && FileName.of(name, format).filter(name::equals).isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** Bytes of all files; what other processes are writing just now is not among them. */
    private void count(Path folder) throws IOException {
        long bytes = 0;
        for (Path entry : entries(folder)) {
            BasicFileAttributes attributes = attributes(entry);
            if (attributes.isRegularFile()) {
                bytes += attributes.size();
            }
        }
        counted = bytes;
    }

    private static List<String> names(Path folder) throws IOException {
        return entries(folder).stream()
                .map(entry -> entry.getFileName().toString())
                .filter(name -> !name.startsWith(WORK))
                .toList();
    }

    private static boolean hasName(Path folder, String name) throws IOException {
        return names(folder).stream().anyMatch(other -> key(other).equals(key(name)));
    }

    /** Systems differ in which names they take for the same. */
    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private String made(ExportFormat format) {
        return "export-" + STAMP.format(clock.instant()) + "-" + hex() + "." + format.wireName();
    }

    private String hex() {
        byte[] bytes = new byte[8];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static BasicFileAttributes attributes(Path entry) throws IOException {
        return Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static List<Path> entries(Path folder) throws IOException {
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            entries.forEach(all::add);
        }
        return all;
    }

    /** A working folder has files and nothing below them; what cannot be removed stays. */
    private static void delete(Path work) {
        try {
            for (Path entry : entries(work)) {
                Files.deleteIfExists(entry);
            }
            Files.deleteIfExists(work);
        } catch (IOException e) {
            // A later export removes it.
        }
    }
}
