package dev.sallyport.tool;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log's lines about calls. Codes, fingerprints and counts only: the message of an exception may
 * quote a statement or a value, so it is never logged.
 */
final class CallLog {
    private static final Logger LOG = LoggerFactory.getLogger("dev.sallyport.calls");
    private static final int MAX_FRAMES = 40;

    private CallLog() {}

    /**
     * The first line of a call. It also makes calls that come side by side wait until the log is
     * set up, before the libraries below them write to it.
     */
    static void began(CallRecord record) {
        LOG.trace("Call {} begins", record.call());
    }

    static void ended(CallRecord record, ToolOutcome outcome) {
        switch (outcome) {
            case ToolOutcome.Rows(var rows, _, _) ->
                    LOG.info("{} OK{} rows={}", record.logName(), fp(record), rows.rowCount());
            case ToolOutcome.Written(var change) ->
                    LOG.info(
                            "{} OK{} affected={}{}",
                            record.logName(),
                            fp(record),
                            change.affectedRows(),
                            change.replayed() ? " replayed" : "");
            case ToolOutcome.Called(var result) ->
                    LOG.info(
                            "{} OK{} results={} rows={} affected={}",
                            record.logName(),
                            fp(record),
                            result.results().size(),
                            result.rowCount(),
                            result.affectedRows().stream().mapToLong(Long::longValue).sum());
            case ToolOutcome.Exported(var file) ->
                    LOG.info(
                            "{} OK{} rows={} bytes={}",
                            record.logName(),
                            fp(record),
                            file.rows(),
                            file.bytes());
            case ToolOutcome.Unknown(Problem problem) ->
                    LOG.warn("{} UNKNOWN code={}{}", record.logName(), problem.code(), fp(record));
            case ToolOutcome.Tables(var found) ->
                    LOG.info("{} OK tables={}", record.logName(), found.tables().size());
            case ToolOutcome.Reply ignored -> LOG.info("{} OK", record.logName());
            case ToolOutcome.Refused(Problem problem) ->
                    LOG.info("{} REFUSED code={}{}", record.logName(), problem.code(), fp(record));
            case ToolOutcome.Failed(Problem problem) ->
                    LOG.warn("{} FAILED code={}{}", record.logName(), problem.code(), fp(record));
        }
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
