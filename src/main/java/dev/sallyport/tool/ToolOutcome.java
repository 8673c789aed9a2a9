package dev.sallyport.tool;

import dev.sallyport.catalog.CatalogAnswer;
import dev.sallyport.json.JsonObject;
import dev.sallyport.result.ResultRows;

/** What became of a call. */
sealed interface ToolOutcome {
    /** A statement gave rows. */
    record Rows(ResultRows rows) implements ToolOutcome {}

    /** The catalogue gave tables. */
    record Tables(CatalogAnswer.Found found) implements ToolOutcome {}

    /** The tool had the answer. */
    record Reply(JsonObject content) implements ToolOutcome {}

    /** It was not allowed, and nothing ran. */
    record Refused(Problem problem) implements ToolOutcome {}

    /** It was allowed, and gave no answer. */
    record Failed(Problem problem) implements ToolOutcome {}
}
