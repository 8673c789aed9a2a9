package dev.sallyport.audit;

import dev.sallyport.config.Secret;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.slf4j.LoggerFactory;

/** The files of the state folder, which nobody but their owner may read. */
final class StateFolder {
    private static final int KEY_BYTES = 32;

    private final Path path;
    private final FolderLock lock;

    private StateFolder(Path path, FolderLock lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Opens the folder, and creates it where it is missing. */
    static StateFolder open(Path path) throws IOException {
        createPrivateFolder(path);
        return new StateFolder(path, new FolderLock(path.resolve("audit.lock")));
    }

    Path file(String name) {
        return path.resolve(name);
    }

    FolderLock lock() {
        return lock;
    }

    /**
     * The key that was given, or else the one in the named file, which is generated once.
     *
     * @throws IOException if the file cannot be read or written, or holds no key
     */
    HmacKey key(Optional<Secret> given, String name) throws IOException {
        if (given.isPresent()) {
            return new HmacKey(given.get().reveal().getBytes(StandardCharsets.UTF_8));
        }
        try (FolderLock.Held _ = lock.acquire();
                RandomAccessFile file = openPrivate(path.resolve(name))) {
            warnOfOthers(name);
            if (file.length() == 0) {
                byte[] key = new byte[KEY_BYTES];
                new SecureRandom().nextBytes(key);
                file.write((HexFormat.of().formatHex(key) + "\n").getBytes(StandardCharsets.UTF_8));
                file.getFD().sync();
                return new HmacKey(key);
            }
            return new HmacKey(readKey(file, name));
        }
    }

    /** Whoever reads a key can forge the log; whoever writes it can stop it. */
    private void warnOfOthers(String name) {
        Path file = path.resolve(name);
        try {
            if (isOpenToOthers(file)) {
                LoggerFactory.getLogger("dev.sallyport.audit")
                        .warn("{} can be read or changed by other users: chmod 600", file);
            }
            if (isWritableByOthers(path)) {
                LoggerFactory.getLogger("dev.sallyport.audit")
                        .warn("{} can be changed by other users: chmod 700", path);
            }
        } catch (IOException | UnsupportedOperationException e) {
            // Windows has no such rights; and what cannot be read fails where it is needed.
        }
    }

    private static boolean isOpenToOthers(Path file) throws IOException {
        return Files.getPosixFilePermissions(file).stream()
                .anyMatch(right -> !right.name().startsWith("OWNER_"));
    }

    private static boolean isWritableByOthers(Path folder) throws IOException {
        Set<PosixFilePermission> rights = Files.getPosixFilePermissions(folder);
        return rights.contains(PosixFilePermission.GROUP_WRITE)
                || rights.contains(PosixFilePermission.OTHERS_WRITE);
    }

    private static byte[] readKey(RandomAccessFile file, String name) throws IOException {
        String line = file.readLine();
        try {
            byte[] key = HexFormat.of().parseHex(line == null ? "" : line.strip());
            if (key.length == KEY_BYTES) {
                return key;
            }
        } catch (IllegalArgumentException notHexadecimal) {
            // Said below, without the library's message: it quotes the file.
        }
        throw new IOException(name + " in the state folder does not hold a key");
    }

    /** Opens a file for reading and writing, and creates it where it is missing. */
    static RandomAccessFile openPrivate(Path path) throws IOException {
        try {
            Files.createFile(path, ownerOnly(path, "rw-------"));
        } catch (FileAlreadyExistsException there) {
            // As it should be, but for the first time.
        }
        return new RandomAccessFile(path.toFile(), "rw");
    }

    static void createPrivateFolder(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            Files.createDirectories(path, ownerOnly(path, "rwx------"));
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            // Windows: the user's own folder is private by inheritance.
            return new FileAttribute<?>[0];
        }
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        };
    }
}
