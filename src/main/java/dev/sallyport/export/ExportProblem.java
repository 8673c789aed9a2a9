package dev.sallyport.export;

import dev.sallyport.execution.FailureReason;

/** An export that comes to nothing. */
final class ExportProblem extends Exception {
    private static final long serialVersionUID = 1L;

    private final FailureReason reason;
    private final String hint;

    private ExportProblem(FailureReason reason, String hint) {
        super(reason.name(), null, false, false);
        this.reason = reason;
        this.hint = hint;
    }

    FailureReason reason() {
        return reason;
    }

    /** What to do, in whole sentences. */
    String hint() {
        return hint;
    }

    static ExportProblem exists() {
        return new ExportProblem(
                FailureReason.EXPORT_EXISTS,
                "Nothing is replaced. Send another file name, or none; names that differ in case"
                        + " only count as the same.");
    }

    static ExportProblem folder() {
        return new ExportProblem(
                FailureReason.EXPORT_FOLDER,
                "Only the owner can help: export.folder is not a folder that this process may write"
                        + " to and that others may not, or its disk is full. No file was left.");
    }

    static ExportProblem full() {
        return new ExportProblem(
                FailureReason.EXPORT_FULL,
                "Export less, or ask the owner to remove files: the folder has reached"
                        + " export.max-files or export.max-total-bytes. No file was left.");
    }

    static ExportProblem value(long row, String column) {
        return new ExportProblem(
                FailureReason.EXPORT_VALUE,
                "Row "
                        + row
                        + (column.isEmpty() ? "" : ", column " + column)
                        + ": it is longer than export.limits.max-cell-bytes, nested too deeply, or"
                        + " has half a surrogate pair. Select a part of it. No file was left.");
    }

    static ExportProblem parquet() {
        return new ExportProblem(
                FailureReason.EXPORT_VALUE,
                "DuckDB could not make Parquet of these rows, most often because they are too large"
                        + " for its memory, or could not start. Use csv, or export less. No file was left.");
    }
}
