package dev.sallyport.execution;

import dev.sallyport.call.AlarmClock;
import dev.sallyport.call.CallContext;
import dev.sallyport.call.Cancellation;
import dev.sallyport.call.Deadline;
import dev.sallyport.json.JsonEncoded;
import dev.sallyport.result.ResultRows;
import dev.sallyport.source.Borrowed;
import dev.sallyport.source.EngineError;
import dev.sallyport.source.Source;
import dev.sallyport.source.SourceConnection;
import dev.sallyport.sql.SqlParameter;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Runs statements; thread-safe.
 *
 * <p>A read runs in a transaction that the engine holds to be read-only, as far as it can, and that
 * is always rolled back; a change in one of its own, on a connection of its own. It is stopped when
 * its time is up or its caller gone: asked first, and two seconds later its connection is torn
 * down.
 */
public final class StatementExecutor implements AutoCloseable {
    private static final ExecutionOutcome NO_ROWS =
            new ExecutionOutcome.Rows(
                    new ResultRows(
                            List.of(),
                            new JsonEncoded("[]".getBytes(StandardCharsets.US_ASCII)),
                            0,
                            Optional.empty()));

    private final AlarmClock watchdog = new AlarmClock("watchdog");
    private final HeldResults held = new HeldResults(watchdog);

    /** Runs a read that the guard has allowed; a failure is a value, never an exception. */
    public ExecutionOutcome execute(
            Source source, BoundStatement statement, ExecutionLimits limits, CallContext context) {
        ReadRun.Reading reading = ReadRun.rows(source, statement, limits);
        return read(source, statement, limits, reading, true, Optional.empty(), context);
    }

    /**
     * The same where the caller may ask for the rows that follow: where the result is cut and its
     * source holds results, it stays open for that. It is read on by a lease that is still good for
     * this very caller, statement and place; else the statement runs again, past the rows that the
     * caller has.
     *
     * @param lease of the page before; {@link PagedRead#NO_LEASE} for none
     */
    public PagedRead page(
            Source source,
            BoundStatement statement,
            ExecutionLimits limits,
            long lease,
            CallContext context) {
        String caller = context.caller().name();
        Optional<PagedRead> page =
                held.take(lease, source, statement, caller)
                        .flatMap(open -> new NextPage(open, held).read(limits, watchdog, context));
        if (page.isPresent()) {
            return page.get();
        }
        ReadRun.Reading reading = ReadRun.rows(source, statement, limits);
        OpenResult open = new OpenResult(held, source, statement, caller);
        ExecutionOutcome outcome =
                read(source, statement, limits, reading, true, Optional.of(open), context);
        return new PagedRead(outcome, false, open.lease());
    }

    private ExecutionOutcome read(
            Source source,
            BoundStatement statement,
            ExecutionLimits limits,
            ReadRun.Reading reading,
            boolean canBeginAgain,
            Optional<OpenResult> open,
            CallContext context) {
        Optional<ExecutionOutcome> refused = refused(statement);
        if (refused.isPresent()) {
            return refused.get();
        }
        Deadline deadline = context.deadline().or(Deadline.after(limits.timeout()));
        Cancellation cancellation = context.cancellation();
        RepeatedRead repeated = new RepeatedRead(source.connections(), deadline, cancellation);
        ExecutionOutcome outcome;
        do {
            outcome =
                    on(
                            source.borrow(
                                    statement.database(),
                                    deadline.or(Deadline.after(limits.queueWait())).remaining(),
                                    cancellation::isCancelled),
                            source,
                            statement.database(),
                            connection ->
                                    new ReadRun(
                                                    connection,
                                                    statement,
                                                    limits,
                                                    reading,
                                                    canBeginAgain,
                                                    open,
                                                    repeated)
                                            .run(watchdog, deadline, cancellation),
                            () -> isKept(open));
        } while (repeated.again(outcome));
        return outcome;
    }

    /**
     * Runs a read that the guard has allowed, and has a sink take its rows.
     *
     * @param limits of which the rows are the most that the driver is asked for, and the bytes are
     *     the sink's own affair
     * @return why the sink got no rows, or not all that it wanted
     */
    public Optional<ExecutionOutcome.Failed> stream(
            Source source,
            BoundStatement statement,
            ExecutionLimits limits,
            RowSink sink,
            CallContext context) {
        ReadRun.Reading reading =
                (rows, inSteps) -> new ReadRun.Taken(NO_ROWS, sink.take(rows, inSteps), 0);
        return read(source, statement, limits, reading, false, Optional.empty(), context)
                        instanceof ExecutionOutcome.Failed failed
                ? Optional.of(failed)
                : Optional.empty();
    }

    private static boolean isKept(Optional<OpenResult> open) {
        return open.isPresent() && open.get().lease() != PagedRead.NO_LEASE;
    }

    /**
     * Makes a change that guard and policy have allowed, in one transaction: it is committed when
     * this says {@link ExecutionOutcome.Written}, and not when it says {@link
     * ExecutionOutcome.Failed}.
     *
     * @param limits for the rows that the statement returns, and the time
     */
    public ExecutionOutcome write(
            Source source,
            BoundStatement statement,
            ExecutionLimits limits,
            WriteTerms terms,
            CallContext context) {
        Optional<ExecutionOutcome> refused = refusedWrite(statement);
        if (refused.isPresent()) {
            return refused.get();
        }
        Deadline deadline = context.deadline().or(Deadline.after(limits.timeout()));
        Cancellation cancellation = context.cancellation();
        return on(
                source.borrowToWrite(
                        statement.database(),
                        deadline.or(Deadline.after(limits.queueWait())).remaining(),
                        cancellation::isCancelled),
                source,
                statement.database(),
                connection ->
                        stoppable(
                                new WriteRun(connection, source, statement, limits, terms),
                                deadline,
                                cancellation));
    }

    /**
     * Calls a procedure that guard and policy have allowed, in one transaction: what it changes is
     * committed when this says {@link ExecutionOutcome.Called}, unless it only reads.
     *
     * @param limits for each of its results, and the time
     */
    public ExecutionOutcome call(
            Source source,
            BoundCall call,
            ExecutionLimits limits,
            WriteTerms terms,
            CallContext context) {
        Deadline deadline = context.deadline().or(Deadline.after(limits.timeout()));
        Cancellation cancellation = context.cancellation();
        Duration wait = deadline.or(Deadline.after(limits.queueWait())).remaining();
        return on(
                call.readOnly()
                        ? source.borrow(call.database(), wait, cancellation::isCancelled)
                        : source.borrowToWrite(call.database(), wait, cancellation::isCancelled),
                source,
                call.database(),
                connection ->
                        stoppable(
                                new ProcedureRun(connection, source, call, limits, terms),
                                deadline,
                                cancellation));
    }

    private ExecutionOutcome stoppable(
            WriteRun write, Deadline deadline, Cancellation cancellation) {
        try (var _ = watchdog.at(deadline, () -> write.stop(FailureReason.TIMED_OUT));
                var _ = cancellation.onCancel(() -> write.stop(FailureReason.CANCELLED))) {
            return write.run(deadline);
        }
    }

    private static ExecutionOutcome on(
            Borrowed borrowed,
            Source source,
            Optional<String> database,
            Function<SourceConnection, ExecutionOutcome> work) {
        return on(borrowed, source, database, work, () -> false);
    }

    /** {@code kept}: whether the connection is no longer the call's, once the work is done. */
    private static ExecutionOutcome on(
            Borrowed borrowed,
            Source source,
            Optional<String> database,
            Function<SourceConnection, ExecutionOutcome> work,
            BooleanSupplier kept) {
        return switch (borrowed) {
            case Borrowed.Ready(SourceConnection connection) -> {
                long began = System.nanoTime();
                try {
                    yield blamed(
                            work.apply(connection),
                            connection.queued(),
                            Duration.ofNanos(System.nanoTime() - began));
                } finally {
                    if (!kept.getAsBoolean()) {
                        connection.close();
                    }
                }
            }
            case Borrowed.Unreachable(EngineError meaning, String state)
                    when Failures.isOfTheDatabase(meaning, state)
                            && database.filter(name -> !source.isOwn(name)).isPresent() ->
                    Failures.noDatabase();
            case Borrowed reason -> Failures.of(source.name(), reason);
        };
    }

    /**
     * Has the engine prepare a statement that the guard has allowed, without running it; where its
     * driver cannot describe a statement, that it takes the text must do.
     *
     * @param database where it would run; empty: in the source's own
     * @param parameters values of the types that calls bind: what a statement means may depend on
     *     them
     * @param write whether it changes data, so that it is prepared where it would run
     */
    public Preparation prepare(
            Source source,
            Optional<String> database,
            String sql,
            List<SqlParameter> parameters,
            boolean write,
            CallContext context) {
        Duration wait = context.deadline().remaining();
        BooleanSupplier abandoned = context.cancellation()::isCancelled;
        return switch (write
                ? source.borrowToWrite(database, wait, abandoned)
                : source.borrow(database, wait, abandoned)) {
            case Borrowed.Ready(SourceConnection connection) -> {
                try (connection) {
                    yield prepare(connection, sql, parameters);
                }
            }
            case Borrowed reason ->
                    new Preparation(
                            Optional.of(Failures.of(source.name(), reason)), OptionalInt.empty());
        };
    }

    private static Preparation prepare(
            SourceConnection connection, String sql, List<SqlParameter> parameters) {
        try (PreparedStatement prepared = connection.prepare(sql)) {
            Parameters.bind(connection, prepared, parameters);
            // Some drivers ask the engine only now.
            ResultSetMetaData columns = prepared.getMetaData();
            return new Preparation(
                    Optional.empty(),
                    columns == null
                            ? OptionalInt.empty()
                            : OptionalInt.of(columns.getColumnCount()));
        } catch (SQLFeatureNotSupportedException | AbstractMethodError | RuntimeException e) {
            return new Preparation(Optional.empty(), OptionalInt.empty());
        } catch (SQLException e) {
            return new Preparation(Optional.of(Failures.of(connection, e)), OptionalInt.empty());
        }
    }

    @Override
    public void close() {
        watchdog.close();
    }

    private static Optional<ExecutionOutcome> refused(BoundStatement statement) {
        if (statement.statementClass().isWrite() || !FirstWord.isOfARead(statement.sql())) {
            return Optional.of(Failures.notARead());
        }
        return unsendable(statement);
    }

    private static Optional<ExecutionOutcome> refusedWrite(BoundStatement statement) {
        if (!statement.statementClass().isWrite() || !FirstWord.isOfAWrite(statement.sql())) {
            return Optional.of(Failures.notOneChange());
        }
        return unsendable(statement);
    }

    private static Optional<ExecutionOutcome> unsendable(BoundStatement statement) {
        if (Texts.isBroken(statement.sql())) {
            return Optional.of(
                    Failures.of(
                            FailureReason.NOT_SENDABLE,
                            "Remove the NUL character or the half surrogate pair."));
        }
        return Parameters.problem(statement.parameters())
                .map(problem -> Failures.of(FailureReason.PARAMETERS, problem + "."));
    }

    /** A statement that waited longer than it ran was not too slow: its source was too busy. */
    private static ExecutionOutcome blamed(
            ExecutionOutcome outcome, Duration queued, Duration ran) {
        boolean timedOut =
                outcome instanceof ExecutionOutcome.Failed(FailureReason reason, String ignored)
                        && reason == FailureReason.TIMED_OUT;
        return timedOut && queued.compareTo(ran) > 0 ? Failures.waited() : outcome;
    }
}
