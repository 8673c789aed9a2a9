package dev.sallyport.execution;

import dev.sallyport.config.ConfigSection;
import dev.sallyport.config.DataSize;
import java.time.Duration;

/**
 * What one statement may cost.
 *
 * @param maxRows rows of an answer
 * @param maxBytes bytes of the rows of an answer, as JSON
 * @param timeout time of a statement, waiting for a connection included
 */
public record ExecutionLimits(int maxRows, DataSize maxBytes, Duration timeout) {
    public static ExecutionLimits read(ConfigSection in) {
        return new ExecutionLimits(
                in.intBetween("max-rows", 1, 100_000, 1_000),
                in.sizeBetween("max-bytes", "1KiB", "64MiB", "1MiB"),
                in.durationBetween("timeout", "100ms", "10m", "30s"));
    }

    /** These limits with fewer rows; never with more. */
    public ExecutionLimits withAtMostRows(int rows) {
        return new ExecutionLimits(Math.min(maxRows, rows), maxBytes, timeout);
    }
}
