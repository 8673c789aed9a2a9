package dev.sallyport.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a driver is looked for that does not come with the product.
 *
 * @param path the jar, or the folder of jars, that the owner named for this source
 * @param folder where each fetched driver has a folder with its name; looked at where no path is
 *     named
 */
public record DriverLocation(Optional<Path> path, Optional<Path> folder) {
    static final DriverLocation NONE = new DriverLocation(Optional.empty(), Optional.empty());

    /** Jars of one driver, at most. */
    private static final int MAX_JARS = 100;

    /** The jars at a place, by name: itself, or those right in it; none where it is not there. */
    static List<Path> jars(Path place) {
        if (Files.isRegularFile(place)) {
            return List.of(place);
        }
        if (!Files.isDirectory(place)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(place)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .limit(MAX_JARS)
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
