package dev.sallyport.audit;

import dev.sallyport.sql.StatementClass;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is recorded of one call. Only names of the configuration get in here, never a text that the
 * agent chose.
 *
 * @param time when the call came
 * @param call its unique name
 * @param caller who called
 * @param tool the tool, if there is such a tool
 * @param source the data source, once it is known
 * @param database the database, once it is known
 * @param decision what became of it
 * @param code the code of the refusal or failure
 * @param statementClass what the statement does, once the guard has said so
 * @param fingerprint of the statement, as {@link AuditLog#fingerprint} makes it
 * @param result what was answered; empty where no rows were
 * @param duration from the call to the answer
 */
public record AuditEvent(
        Instant time,
        String call,
        String caller,
        Optional<String> tool,
        Optional<String> source,
        Optional<String> database,
        Outcome decision,
        Optional<String> code,
        Optional<StatementClass> statementClass,
        Optional<String> fingerprint,
        Optional<Result> result,
        Duration duration) {

    /** What became of a call. */
    public enum Outcome {
        /** It was allowed, and answered. */
        ALLOWED,
        /** It was not allowed, and nothing ran. */
        REFUSED,
        /** It was allowed, and gave no answer. */
        FAILED
    }

    /**
     * The size of an answer.
     *
     * @param rows rows, or tables of a search
     * @param bytes bytes of the rows, as JSON
     * @param truncated whether more were there
     */
    public record Result(long rows, long bytes, boolean truncated) {}
}
