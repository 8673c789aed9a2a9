package dev.sallyport.tool;

import dev.sallyport.catalog.CatalogAnswer;
import dev.sallyport.execution.ExecutionOutcome;
import dev.sallyport.execution.ProcedureResult;
import dev.sallyport.export.ExportSummary;
import dev.sallyport.json.JsonObject;
import dev.sallyport.result.ResultRows;
import java.util.Optional;

/** What became of a call. */
sealed interface ToolOutcome {
    /**
     * A statement gave rows.
     *
     * @param format how they are written as text
     * @param page which of the pages of an answer they are; empty where there are none
     */
    record Rows(ResultRows rows, TextFormat format, Optional<Page> page) implements ToolOutcome {}

    /**
     * A page of an answer.
     *
     * @param skipped rows before it
     * @param next the cursor that continues it; empty where nothing does
     * @param held whether it was read on from a result that stayed open; of the first page, whether
     *     its own is open
     * @param ordered whether the statement orders its rows; false where nothing continues it
     */
    record Page(int skipped, Optional<String> next, boolean held, boolean ordered) {}

    /** A change was committed. */
    record Written(ExecutionOutcome.Written change) implements ToolOutcome {}

    /** A procedure ran. */
    record Called(ProcedureResult result) implements ToolOutcome {}

    /** The rows of a statement are in a file. */
    record Exported(ExportSummary summary) implements ToolOutcome {}

    /** The commit of a change was sent, and it is not known whether it was made. */
    record Unknown(Problem problem) implements ToolOutcome {}

    /** The catalogue gave tables. */
    record Tables(CatalogAnswer.Found found) implements ToolOutcome {}

    /** The tool had the answer. */
    record Reply(JsonObject content) implements ToolOutcome {}

    /** It was not allowed, and nothing ran. */
    record Refused(Problem problem) implements ToolOutcome {}

    /** It was allowed, and gave no answer; nothing was changed. */
    record Failed(Problem problem) implements ToolOutcome {}
}
