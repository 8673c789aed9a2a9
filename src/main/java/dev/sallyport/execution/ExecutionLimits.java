package dev.sallyport.execution;

import dev.sallyport.config.ConfigSection;
import dev.sallyport.config.DataSize;
import dev.sallyport.result.ResultLimits;
import java.time.Duration;

/**
 * What one statement may cost.
 *
 * @param maxRows rows of an answer
 * @param maxBytes bytes of the rows of an answer, as JSON
 * @param timeout time of a statement, waiting for a connection included
 * @param maxCellBytes bytes of one value; a longer one is cut
 * @param queueWait time that a statement waits for a connection
 */
public record ExecutionLimits(
        int maxRows,
        DataSize maxBytes,
        Duration timeout,
        DataSize maxCellBytes,
        Duration queueWait) {
    private static final DataSize DEFAULT_CELL = new DataSize(64 * 1024);
    private static final Duration DEFAULT_QUEUE_WAIT = Duration.ofSeconds(10);

    /** Limits with the default for the wait. */
    public ExecutionLimits(
            int maxRows, DataSize maxBytes, Duration timeout, DataSize maxCellBytes) {
        this(maxRows, maxBytes, timeout, maxCellBytes, DEFAULT_QUEUE_WAIT);
    }

    /** Limits with the default for one value. */
    public ExecutionLimits(int maxRows, DataSize maxBytes, Duration timeout) {
        this(maxRows, maxBytes, timeout, DEFAULT_CELL);
    }

    public static ExecutionLimits read(ConfigSection in) {
        return new ExecutionLimits(
                in.intBetween("max-rows", 1, 100_000, 1_000),
                in.sizeBetween("max-bytes", "1KiB", "64MiB", "1MiB"),
                in.durationBetween("timeout", "100ms", "10m", "30s"),
                in.sizeBetween("max-cell-bytes", "16B", "16MiB", "64KiB"),
                in.durationBetween("queue-wait", "10ms", "10m", "10s"));
    }

    /** What the result may cost behind rows that are read past. */
    ResultLimits ofResult(int skippedRows, boolean trimChar) {
        return new ResultLimits(
                skippedRows, maxRows, maxBytes.bytes(), maxCellBytes.bytes(), trimChar);
    }

    /** These limits with less time; never with more. */
    public ExecutionLimits withAtMostTime(Duration time) {
        return new ExecutionLimits(
                maxRows,
                maxBytes,
                time.compareTo(timeout) < 0 ? time : timeout,
                maxCellBytes,
                queueWait);
    }

    /**
     * These limits with fewer bytes of an answer, and of one value at most a quarter of that, so
     * that rows with a long value fit; never with more.
     */
    public ExecutionLimits withAtMostBytes(DataSize bytes) {
        return new ExecutionLimits(
                maxRows,
                new DataSize(Math.min(maxBytes.bytes(), bytes.bytes())),
                timeout,
                new DataSize(Math.min(maxCellBytes.bytes(), Math.max(1, bytes.bytes() / 4))),
                queueWait);
    }

    /** These limits with fewer rows; never with more. */
    public ExecutionLimits withAtMostRows(int rows) {
        return new ExecutionLimits(
                Math.min(maxRows, rows), maxBytes, timeout, maxCellBytes, queueWait);
    }
}
