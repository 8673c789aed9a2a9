package dev.sallyport.tool;

import dev.sallyport.audit.AuditProblem;
import dev.sallyport.execution.FailureReason;
import dev.sallyport.guard.Verdict;
import dev.sallyport.policy.Decision;
import java.util.List;

/**
 * Why a call gave no answer, as the agent reads it.
 *
 * @param code the stable code
 * @param reason one clause, without a full stop
 * @param hint what to do instead
 */
record Problem(String code, String reason, String hint) {
    static Problem of(CallProblem problem, String hint) {
        return new Problem(problem.code(), problem.summary(), hint);
    }

    /** Arguments that do not fit, each with what is wrong. */
    static Problem ofArguments(List<String> violations) {
        return new Problem(
                CallProblem.BAD_ARGUMENT.code(),
                CallProblem.BAD_ARGUMENT.summary() + ": " + String.join("; ", violations),
                "Correct all of these and call the tool again.");
    }

    static Problem of(Verdict.Refused refused) {
        String where =
                refused.position()
                        .map(at -> " (line " + at.line() + ", column " + at.column() + ")")
                        .orElse("");
        return new Problem(
                refused.reason().code(), refused.reason().summary() + where, refused.hint());
    }

    static Problem of(Decision.Denied denied) {
        return new Problem(denied.reason().code(), denied.reason().summary(), denied.hint());
    }

    static Problem of(FailureReason reason, String hint) {
        return new Problem(reason.code(), reason.summary(), hint);
    }

    /** A change of which nobody knows whether it was made. */
    static Problem ofUnknown(String hint) {
        return of(FailureReason.OUTCOME_UNKNOWN, hint);
    }

    static Problem of(AuditProblem problem) {
        return new Problem(
                problem.code(),
                problem.summary(),
                "This is for the operator: no call runs while the audit log cannot be written.");
    }

    static Problem unexpected(String call) {
        return new Problem(
                InternalProblem.UNEXPECTED.code(),
                InternalProblem.UNEXPECTED.summary(),
                "Another statement may work. For the operator: the log tells more of call "
                        + call
                        + ".");
    }
}
