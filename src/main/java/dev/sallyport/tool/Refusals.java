package dev.sallyport.tool;

import dev.sallyport.guard.RefusalReason;
import dev.sallyport.guard.Verdict;
import dev.sallyport.policy.Decision;
import dev.sallyport.sql.StatementClass;
import java.util.Locale;
import java.util.Optional;

/** How the pipeline says that a call is refused. */
final class Refusals {
    private Refusals() {}

    /** The statement is not what the call says that it is. */
    static Problem otherOperation(StatementClass actual) {
        return Problem.of(
                CallProblem.OTHER_OPERATION,
                "Nothing was changed. The statement is: "
                        + actual.name().toLowerCase(Locale.ROOT)
                        + ". Name that, or send another statement.");
    }

    /** There are more or fewer values than places for them. */
    static Problem parameterCount(Verdict.Allowed allowed, ToolAction.RunStatement statement) {
        return Problem.of(
                CallProblem.PARAMETER_COUNT,
                "The statement has "
                        + allowed.parameters()
                        + " placeholders, params has "
                        + statement.parameters().size()
                        + " values. Write one value for each ?.");
    }

    /** The decision not to run it, in words. */
    static ToolOutcome refused(Decision decision) {
        return switch (decision) {
            case Decision.Allowed ignored ->
                    throw new IllegalStateException("the decision was to allow");
            case Decision.Denied denied -> new ToolOutcome.Refused(Problem.of(denied));
        };
    }

    /** The refusal; where a database was asked for that is not allowed, it is named. */
    static ToolOutcome refused(Verdict verdict, Optional<String> asked) {
        if (asked.isPresent()
                && verdict instanceof Verdict.Refused refused
                && refused.reason() == RefusalReason.DATABASE_NOT_ALLOWED) {
            return new ToolOutcome.Refused(
                    Problem.of(
                            new Verdict.Refused(
                                    refused.reason(),
                                    refused.position(),
                                    "The call asks for database "
                                            + asked.get()
                                            + ". "
                                            + refused.hint())));
        }
        return refused(verdict);
    }

    /** The verdict against it, in words. */
    static ToolOutcome refused(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Allowed ignored ->
                    throw new IllegalStateException("the verdict was to allow");
            case Verdict.Refused refused -> new ToolOutcome.Refused(Problem.of(refused));
        };
    }
}
