package dev.sallyport.export;

import dev.sallyport.call.AlarmClock;
import dev.sallyport.call.CallContext;
import dev.sallyport.call.Deadline;
import dev.sallyport.execution.BoundStatement;
import dev.sallyport.execution.ExecutionLimits;
import dev.sallyport.execution.ExecutionOutcome;
import dev.sallyport.execution.FailureReason;
import dev.sallyport.execution.Failures;
import dev.sallyport.execution.StatementExecutor;
import dev.sallyport.result.Column;
import dev.sallyport.source.DriverException;
import dev.sallyport.source.DuckDbWorkbench;
import dev.sallyport.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;

/** Writes the results of reads to files; thread-safe. */
public final class Exporter implements AutoCloseable {
    private static final String STAGED = "rows";
    private static final String MADE = "made";

    private final ExportSettings settings;
    private final StatementExecutor executor;
    private final ExportFolder folder;
    private final ExportedFiles files;
    private final AlarmClock watchdog = new AlarmClock("export");
    private final DuckDbWorkbench workbench;

    /**
     * An exporter that has not looked at its folder yet.
     *
     * @param settings with a folder
     */
    public Exporter(ExportSettings settings, StatementExecutor executor) {
        this(settings, executor, InstantSource.system());
    }

    Exporter(ExportSettings settings, StatementExecutor executor, InstantSource clock) {
        this.settings = settings;
        this.executor = executor;
        this.folder = new ExportFolder(settings.folder().orElseThrow(), settings, clock);
        this.files = new ExportedFiles(settings);
        this.workbench =
                new DuckDbWorkbench(
                        settings.driver(), ExportSettings.DRIVER_KEY, "writes Parquet files");
    }

    public ExportSettings settings() {
        return settings;
    }

    /** The files that were written, for their callers. */
    public ExportedFiles files() {
        return files;
    }

    /**
     * Runs a read that guard and policy have allowed, and writes its rows to a file; a failure is a
     * value, and leaves no file.
     *
     * @param source with connections for exports
     * @param progress told the number of rows now and then
     */
    public ExportOutcome export(
            Source source,
            BoundStatement statement,
            ExecutionLimits limits,
            ExportOrder order,
            CallContext context,
            LongConsumer progress) {
        Deadline deadline = context.deadline().or(Deadline.after(limits.timeout()));
        try (ExportFolder.Place place = folder.begin(order)) {
            if (order.format() == ExportFormat.PARQUET) {
                // Before anything is read that could not be written.
                workbench.open(place.work()).close();
            }
            return export(place, source, statement, limits, order, context, deadline, progress);
        } catch (ExportProblem e) {
            return failed(e.reason(), e.hint());
        } catch (DriverException e) {
            return failed(
                    switch (e.problem().kind()) {
                        case MISSING -> FailureReason.DRIVER_MISSING;
                        case UNUSABLE -> FailureReason.DRIVER_UNUSABLE;
                    },
                    e.problem().hint());
        } catch (SQLException e) {
            ExportProblem problem = ExportProblem.parquet();
            return failed(problem.reason(), problem.hint());
        } catch (IOException | SecurityException e) {
            ExportProblem problem = ExportProblem.folder();
            return failed(problem.reason(), problem.hint());
        }
    }

    private ExportOutcome export(
            ExportFolder.Place place,
            Source source,
            BoundStatement statement,
            ExecutionLimits limits,
            ExportOrder order,
            CallContext context,
            Deadline deadline,
            LongConsumer progress)
            throws IOException, SQLException, ExportProblem {
        boolean parquet = order.format() == ExportFormat.PARQUET;
        Path staged = place.work().resolve(STAGED);
        ExportRun run;
        RowFile rows = new RowFile(staged, parquet, settings.escapeFormulas());
        try (rows) {
            run = new ExportRun(source, limits, place, rows, progress);
            Optional<ExecutionOutcome.Failed> failure =
                    executor.stream(source, statement, limits, run, context);
            if (run.problem().isPresent()) {
                throw run.problem().get();
            }
            if (failure.isPresent()) {
                return new ExportOutcome.Failed(failure.get());
            }
        }
        Path made = staged;
        List<String> names = run.columns().stream().map(Column::name).toList();
        if (parquet) {
            names = ParquetFile.names(names);
            made = place.work().resolve(MADE);
            Optional<FailureReason> stopped =
                    parquet(place, staged, made, run, names, rows, context, deadline);
            if (stopped.isPresent()) {
                return new ExportOutcome.Failed(Failures.stopped(stopped.get()));
            }
            place.charge(Files.size(made));
            OwnerOnly.restrict(made);
        }
        if (context.cancellation().isCancelled()) {
            return new ExportOutcome.Failed(Failures.stopped(FailureReason.CANCELLED));
        }
        long bytes = Files.size(made);
        Path published = place.publish(made);
        String uri =
                settings.fileLinks()
                        ? published.toUri().toString()
                        : ExportedFiles.SCHEME + place.name();
        ExportSummary summary =
                new ExportSummary(
                        uri,
                        place.name(),
                        order.format(),
                        bytes,
                        run.rows(),
                        summaries(run, names, parquet),
                        run.truncation(),
                        rows.escaped());
        files.add(context.caller(), summary, published);
        return new ExportOutcome.Written(summary);
    }

    private static List<ColumnSummary> summaries(
            ExportRun run, List<String> names, boolean parquet) {
        List<ColumnSummary> columns = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            columns.add(run.fits().get(i).summary(run.columns().get(i), names.get(i), parquet));
        }
        return columns;
    }

    /** Makes the file; says why it was stopped, if it was. */
    private Optional<FailureReason> parquet(
            ExportFolder.Place place,
            Path staged,
            Path made,
            ExportRun run,
            List<String> names,
            RowFile rows,
            CallContext context,
            Deadline deadline)
            throws SQLException, ExportProblem {
        AtomicReference<FailureReason> stopped = new AtomicReference<>();
        String copy =
                ParquetFile.copy(
                        staged,
                        made,
                        names,
                        run.fits().stream().map(ColumnFit::fileType).toList(),
                        rows.longest(),
                        rows.bytes(),
                        run.rows());
        try (Connection connection = workbench.open(place.work());
                Statement statement = connection.createStatement();
                var _ =
                        watchdog.at(
                                deadline, () -> stop(statement, stopped, FailureReason.TIMED_OUT));
                var _ =
                        context.cancellation()
                                .onCancel(
                                        () -> stop(statement, stopped, FailureReason.CANCELLED))) {
            if (stopped.get() == null) {
                statement.execute(copy);
            }
        } catch (DriverException e) {
            throw e;
        } catch (SQLException e) {
            if (stopped.get() == null) {
                throw ExportProblem.parquet();
            }
        }
        return Optional.ofNullable(stopped.get());
    }

    /** Not on the clock's own thread: DuckDB may take a moment. */
    private static void stop(
            Statement statement, AtomicReference<FailureReason> stopped, FailureReason reason) {
        if (stopped.compareAndSet(null, reason)) {
            Thread.ofPlatform().daemon().name("cancel").start(() -> cancel(statement));
        }
    }

    private static void cancel(Statement statement) {
        try {
            statement.cancel();
            statement.getConnection().close();
        } catch (SQLException | RuntimeException e) {
            // It has ended.
        }
    }

    private static ExportOutcome failed(FailureReason reason, String hint) {
        return new ExportOutcome.Failed(new ExecutionOutcome.Failed(reason, hint));
    }

    /** Gives up the driver; files stay. */
    @Override
    public void close() {
        watchdog.close();
        workbench.close();
    }
}
