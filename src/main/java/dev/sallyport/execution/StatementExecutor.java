package dev.sallyport.execution;

import dev.sallyport.call.CallContext;
import dev.sallyport.source.Source;

/** Runs statements; thread-safe. */
public final class StatementExecutor implements AutoCloseable {
    public ExecutionOutcome execute(
            Source source, BoundStatement statement, ExecutionLimits limits, CallContext context) {
        return new ExecutionOutcome.Failed(FailureReason.SOURCE_UNREACHABLE, "");
    }

    @Override
    public void close() {}
}
