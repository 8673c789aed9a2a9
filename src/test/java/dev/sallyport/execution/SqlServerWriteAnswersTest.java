package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.call.CallContext;
import dev.sallyport.call.Caller;
import dev.sallyport.call.Cancellation;
import dev.sallyport.call.Deadline;
import dev.sallyport.config.DataSize;
import dev.sallyport.result.ResultRows;
import dev.sallyport.source.Sources;
import dev.sallyport.source.TestSqlServer;
import dev.sallyport.sql.StatementClass;
import dev.sallyport.testing.tds.ScriptedBackend;
import dev.sallyport.testing.tds.TdsAnswer;
import dev.sallyport.testing.tds.TdsColumn;
import dev.sallyport.testing.tds.TdsError;
import dev.sallyport.testing.tds.TdsServer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of what SQL Server says to a change, by its documentation. */
@Timeout(60)
class SqlServerWriteAnswersTest {
    private static final String CHANGE = "UPDATE accounts SET balance = 1 WHERE id < 9";

    private final ScriptedBackend backend = new ScriptedBackend();
    private boolean committed;

    private ExecutionOutcome change() throws Exception {
        try (TdsServer server = new TdsServer(backend);
                Sources sources =
                        new Sources(List.of(TestSqlServer.writingSource(server.url("shop"))));
                StatementExecutor executor = new StatementExecutor()) {
            ExecutionOutcome outcome =
                    executor.write(
                            sources.all().getFirst(),
                            new BoundStatement(CHANGE, StatementClass.UPDATE, List.of()),
                            new ExecutionLimits(2, new DataSize(10_000), Duration.ofSeconds(20)),
                            new WriteTerms(5, Optional.empty()),
                            new CallContext(
                                    Caller.LOCAL,
                                    Deadline.after(Duration.ofSeconds(20)),
                                    new Cancellation()));
            committed = server.log().stream().anyMatch(line -> line.contains("COMMIT TRAN"));
            return outcome;
        }
    }

    private ExecutionOutcome changeThatFails(int error) throws Exception {
        backend.on(
                CHANGE,
                (parameters, answer) -> {
                    answer.changed(TdsAnswer.Command.UPDATE, 1);
                    throw new TdsError(error, "as the server says it");
                });
        return change();
    }

    @ParameterizedTest
    @CsvSource({
        "515, CONSTRAINT",
        "547, CONSTRAINT",
        "550, CONSTRAINT",
        "2601, CONSTRAINT",
        "2627, CONSTRAINT",
        "1205, CONFLICT",
        "1222, CONFLICT",
        "3960, CONFLICT",
        "41302, CONFLICT",
        "229, NO_RIGHT",
        "3906, NO_RIGHT",
        "8134, DATABASE_ERROR",
        "50000, DATABASE_ERROR"
    })
    void anErrorAfterTheCountOfRowsIsNoCommit(int error, FailureReason expected) throws Exception {
        assertThat(WriteContract.reason(changeThatFails(error))).isEqualTo(expected);
        assertThat(committed).isFalse();
    }

    /** It may have committed: the server has one error for both. */
    @Test
    void aTransactionThatATriggerEndedIsAnUnknownOutcome() throws Exception {
        assertThat(changeThatFails(3609)).isInstanceOf(ExecutionOutcome.Unknown.class);
        assertThat(committed).isFalse();
    }

    @Test
    void aTransactionThatIsGoneWithoutAWordIsAnUnknownOutcome() throws Exception {
        backend.on(CHANGE, (parameters, answer) -> answer.changed(TdsAnswer.Command.UPDATE, 1))
                .endingTransactions();
        assertThat(change())
                .isInstanceOfSatisfying(
                        ExecutionOutcome.Unknown.class,
                        unknown -> assertThat(unknown.hint()).contains("ended from inside"));
        assertThat(committed).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "1205, true",
        "41305, true",
        "41325, true",
        "9002, false",
        "547, false",
        "3998, false"
    })
    void aCommitThatFailsIsUnknownUnlessTheNumberSaysThatItWasRolledBack(int error, boolean known)
            throws Exception {
        backend.on(CHANGE, (parameters, answer) -> answer.changed(TdsAnswer.Command.UPDATE, 1))
                .onCommit(new TdsError(error, "as the server says it"));
        ExecutionOutcome outcome = change();
        if (known) {
            assertThat(WriteContract.reason(outcome)).isEqualTo(FailureReason.CONFLICT);
        } else {
            assertThat(outcome).isInstanceOf(ExecutionOutcome.Unknown.class);
        }
    }

    /** Of a trigger without NOCOUNT: nobody could tell it from a second statement. */
    @Test
    void aSecondCountIsRolledBack() throws Exception {
        backend.on(
                CHANGE,
                (parameters, answer) -> {
                    answer.changed(TdsAnswer.Command.INSERT, 1);
                    answer.changed(TdsAnswer.Command.UPDATE, 1);
                });
        assertThat(WriteContract.reason(change())).isEqualTo(FailureReason.NOT_ONE_CHANGE);
        assertThat(committed).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"4, true", "6, false"})
    void rowsOfAnOutputClauseAllCount(int rows, boolean within) throws Exception {
        backend.on(
                CHANGE,
                (parameters, answer) -> {
                    answer.columns(new TdsColumn("id", "int"));
                    for (int i = 1; i <= rows; i++) {
                        answer.row(i);
                    }
                    answer.rowsDone(rows);
                });
        ExecutionOutcome outcome = change();
        assertThat(committed).isEqualTo(within);
        if (within) {
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            ExecutionOutcome.Written.class,
                            written -> {
                                assertThat(written.affectedRows()).isEqualTo(rows);
                                assertThat(written.returned().map(ResultRows::rowCount))
                                        .hasValue(2);
                            });
        } else {
            assertThat(WriteContract.reason(outcome)).isEqualTo(FailureReason.TOO_MANY_AFFECTED);
        }
    }
}
