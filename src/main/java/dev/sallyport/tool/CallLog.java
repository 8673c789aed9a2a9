package dev.sallyport.tool;

import dev.sallyport.mcp.LogLevel;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log's lines about calls. Codes, fingerprints and counts only: the message of an exception may
 * quote a statement or a value, so it is never logged.
 */
final class CallLog {
    /** The name by which the lines can be chosen. */
    static final String NAME = "dev.sallyport.calls";

    private static final Logger LOG = LoggerFactory.getLogger(NAME);
    private static final int MAX_FRAMES = 40;

    private CallLog() {}

    /**
     * The first line of a call. It also makes calls that come side by side wait until the log is
     * set up, before the libraries below them write to it.
     */
    static void began(CallRecord record) {
        LOG.trace("Call {} begins", record.call());
    }

    /** The line of a call that has ended, in the log and for the client that follows it. */
    static void ended(CallRecord record, ToolOutcome outcome, CallFollower follower) {
        Line line = line(record, outcome);
        if (line.level() == LogLevel.WARNING) {
            LOG.warn(line.text());
        } else {
            LOG.info(line.text());
        }
        follower.ended(line.level(), line.text());
    }

    private record Line(LogLevel level, String text) {}

    private static Line line(CallRecord record, ToolOutcome outcome) {
        return switch (outcome) {
            case ToolOutcome.Rows(var rows, _, _) -> ok(record, " rows=" + rows.rowCount());
            case ToolOutcome.Written(var change) ->
                    ok(
                            record,
                            " affected="
                                    + change.affectedRows()
                                    + (change.replayed() ? " replayed" : ""));
            case ToolOutcome.Called(var result) ->
                    ok(
                            record,
                            " results="
                                    + result.results().size()
                                    + " rows="
                                    + result.rowCount()
                                    + " affected="
                                    + result.affectedRows().stream()
                                            .mapToLong(Long::longValue)
                                            .sum());
            case ToolOutcome.Exported(var file) ->
                    ok(record, " rows=" + file.rows() + " bytes=" + file.bytes());
            case ToolOutcome.Tables(var found) -> ok(record, " tables=" + found.tables().size());
            case ToolOutcome.Reply ignored -> ok(record, "");
            case ToolOutcome.Refused(Problem problem) ->
                    new Line(LogLevel.INFO, ended(record, "REFUSED", problem));
            case ToolOutcome.Unknown(Problem problem) ->
                    new Line(LogLevel.WARNING, ended(record, "UNKNOWN", problem));
            case ToolOutcome.Failed(Problem problem) ->
                    new Line(LogLevel.WARNING, ended(record, "FAILED", problem));
        };
    }

    private static Line ok(CallRecord record, String counts) {
        return new Line(LogLevel.INFO, record.logName() + " OK" + fp(record) + counts);
    }

    private static String ended(CallRecord record, String how, Problem problem) {
        return record.logName() + " " + how + " code=" + problem.code() + fp(record);
    }

    /** An exception of the audit log: its messages are of the product and the file system. */
    static void notRecorded(CallRecord record, Exception e) {
        LOG.error("Call {} could not be recorded: {}", record.call(), e.getMessage());
    }

    static void unexpected(CallRecord record, Throwable thrown) {
        StringBuilder trace = new StringBuilder();
        Throwable at = thrown;
        for (int depth = 0; at != null && depth < 5; depth++, at = at.getCause()) {
            trace.append(depth == 0 ? "" : "\ncaused by ").append(at.getClass().getName());
            trace.append(
                    Arrays.stream(at.getStackTrace())
                            .limit(MAX_FRAMES)
                            .map(frame -> "\n    at " + frame)
                            .collect(Collectors.joining()));
        }
        LOG.error("Call {} failed inside Sallyport: {}", record.call(), trace);
    }

    private static String fp(CallRecord record) {
        return record.fingerprint().map(fp -> " fp=" + fp).orElse("");
    }
}
