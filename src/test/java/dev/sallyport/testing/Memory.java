package dev.sallyport.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process takes of the machine. */
public final class Memory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String HIGHEST = "VmHWM:";

    private Memory() {}

    /**
     * The most memory that the process has ever had, native memory included, in bytes; 0 where the
     * system does not say.
     */
    public static long residentBytes() throws IOException {
        if (!Files.exists(STATUS)) {
            return 0;
        }
        for (String line : Files.readAllLines(STATUS)) {
            if (line.startsWith(HIGHEST)) {
                String kibibytes = line.substring(HIGHEST.length()).strip();
                return Long.parseLong(kibibytes.substring(0, kibibytes.indexOf(' '))) * 1024;
            }
        }
        return 0;
    }
}
