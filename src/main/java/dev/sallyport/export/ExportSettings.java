package dev.sallyport.export;

import dev.sallyport.config.ConfigSection;
import dev.sallyport.config.DataSize;
import dev.sallyport.execution.ExecutionLimits;
import dev.sallyport.source.DriverLocation;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the owner says of exports.
 *
 * @param folder where files are written; there are no exports without one
 * @param formats those that calls may choose, of which the first is the default
 * @param limits of one export: rows, bytes of its file as text, time, bytes of one value, wait
 * @param concurrentExports exports of one source that run side by side
 * @param maxFiles files that the folder may have
 * @param maxTotalBytes bytes that all of them may have
 * @param expireAfter age after which files of the folder are removed; zero for never
 * @param maxReadBytes bytes of a file that can be read as a resource
 * @param escapeFormulas whether texts in CSV that a spreadsheet takes for a formula get an
 *     apostrophe
 * @param fileLinks whether links are {@code file:} URIs
 * @param driver where DuckDB's driver is looked for
 */
public record ExportSettings(
        Optional<Path> folder,
        List<ExportFormat> formats,
        ExecutionLimits limits,
        int concurrentExports,
        int maxFiles,
        DataSize maxTotalBytes,
        Duration expireAfter,
        DataSize maxReadBytes,
        boolean escapeFormulas,
        boolean fileLinks,
        DriverLocation driver) {
    static final String DRIVER_KEY = "export.driver-path";

    public ExportSettings {
        formats = List.copyOf(formats);
    }

    /**
     * Reads the section {@code export}; the folder is not looked at.
     *
     * @param driversFolder where each fetched driver has a folder with its name
     */
    public static ExportSettings read(ConfigSection in, Path driversFolder) {
        ConfigSection limits = in.section("limits");
        return new ExportSettings(
                path(in, "folder"),
                formats(in),
                new ExecutionLimits(
                        limits.intBetween("max-rows", 1, 100_000_000, 1_000_000),
                        limits.sizeBetween("max-bytes", "1KiB", "1024GiB", "1GiB"),
                        limits.durationBetween("timeout", "100ms", "24h", "10m"),
                        limits.sizeBetween("max-cell-bytes", "16B", "16MiB", "4MiB"),
                        limits.durationBetween("queue-wait", "10ms", "10m", "10s")),
                limits.intBetween("concurrent-exports", 1, 16, 2),
                in.intBetween("max-files", 1, 10_000, 100),
                in.sizeBetween("max-total-bytes", "1KiB", "1024GiB", "10GiB"),
                in.durationBetween("expire-after", "0ms", "8760h", "0ms"),
                in.sizeBetween("max-read-bytes", "1KiB", "16MiB", "256KiB"),
                in.oneOf("csv-formulas", "keep", "keep", "escape").equals("escape"),
                in.oneOf("links", "export", "export", "file").equals("file"),
                new DriverLocation(path(in, "driver-path"), Optional.of(driversFolder)));
    }

    private static List<ExportFormat> formats(ConfigSection in) {
        Set<ExportFormat> formats = new LinkedHashSet<>();
        for (String name : in.texts("formats").orElse(ExportFormat.names())) {
            if (ExportFormat.names().contains(name)) {
                formats.add(ExportFormat.named(name));
            } else {
                in.problem("formats", "allowed: " + String.join(", ", ExportFormat.names()));
            }
        }
        if (formats.isEmpty()) {
            in.problem("formats", "at least one is needed");
            return List.of(ExportFormat.CSV);
        }
        return List.copyOf(formats);
    }

    private static Optional<Path> path(ConfigSection in, String key) {
        try {
            return in.optionalText(key).filter(text -> !text.isBlank()).map(Path::of);
        } catch (InvalidPathException e) {
            in.problem(key, "is no path of this system");
            return Optional.empty();
        }
    }
}
