package dev.sallyport.execution;

import dev.sallyport.call.CallContext;
import dev.sallyport.call.Caller;
import dev.sallyport.call.Cancellation;
import dev.sallyport.call.Deadline;
import dev.sallyport.config.DataSize;
import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.Sources;
import dev.sallyport.sql.StatementClass;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** What a call of a source is answered, as far as the settings of its sessions decide. */
abstract class SessionSettingsContract {
    /** The code where a session is not as the guard needs it: no statement reaches it. */
    static final String REFUSED = "SP-401";

    private static final ExecutionLimits LIMITS =
            new ExecutionLimits(10, new DataSize(10_000), Duration.ofSeconds(20));

    private final StatementExecutor executor = new StatementExecutor();

    @AfterEach
    final void end() {
        executor.close();
    }

    /** The rows of a query, or the code of the failure. */
    final String answer(SourceConfig config, String sql) {
        try (Sources sources = new Sources(List.of(config))) {
            return switch (executor.execute(
                    sources.all().getFirst(),
                    new BoundStatement(sql, StatementClass.READ, List.of()),
                    LIMITS,
                    new CallContext(
                            Caller.LOCAL,
                            Deadline.after(Duration.ofSeconds(30)),
                            new Cancellation()))) {
                case ExecutionOutcome.Rows(var rows) -> rows.rows().toString();
                case ExecutionOutcome.Failed(FailureReason reason, String ignored) -> reason.code();
                case ExecutionOutcome.Written ignored -> throw new AssertionError("a read wrote");
                case ExecutionOutcome.Called ignored -> throw new AssertionError("a read called");
                case ExecutionOutcome.Unknown ignored ->
                        throw new AssertionError("a read committed");
            };
        }
    }
}
