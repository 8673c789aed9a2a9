package dev.sallyport.export;

import dev.sallyport.execution.ExecutionOutcome;

/** What became of an export. */
public sealed interface ExportOutcome {
    /** There is a file. */
    record Written(ExportSummary summary) implements ExportOutcome {}

    /** There is none. */
    record Failed(ExecutionOutcome.Failed failure) implements ExportOutcome {}
}
