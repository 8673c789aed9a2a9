package dev.sallyport.export;

import dev.sallyport.execution.ExecutionLimits;
import dev.sallyport.execution.RowSink;
import dev.sallyport.result.Cell;
import dev.sallyport.result.Column;
import dev.sallyport.result.RowReader;
import dev.sallyport.result.Truncation;
import dev.sallyport.source.Source;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Writes the rows of one read to a file as they come; for one thread. */
final class ExportRun implements RowSink {
    /** How often progress is told. */
    private static final long PROGRESS_NANOS = 1_000_000_000L;

    /** Bytes that are counted against the folder at once. */
    private static final long CHARGE = 1 << 20;

    private final Source source;
    private final ExecutionLimits limits;
    private final ExportFolder.Place place;
    private final RowFile file;
    private final LongConsumer progress;
    private final List<ColumnFit> fits = new ArrayList<>();
    private List<Column> columns = List.of();
    private long rows;
    private long charged;
    private long lastProgress = System.nanoTime();
    private @Nullable Truncation truncation;
    private @Nullable ExportProblem problem;

    ExportRun(
            Source source,
            ExecutionLimits limits,
            ExportFolder.Place place,
            RowFile file,
            LongConsumer progress) {
        this.source = source;
        this.limits = limits;
        this.place = place;
        this.file = file;
        this.progress = progress;
    }

    @Override
    public boolean take(ResultSet result, boolean fetchesInSteps) throws SQLException {
        RowReader reader =
                RowReader.of(
                        result,
                        source.dialect(),
                        limits.maxCellBytes().bytes(),
                        source.trimsChar(),
                        fetchesInSteps);
        columns = reader.columns();
        for (int i = 0; i < columns.size(); i++) {
            fits.add(new ColumnFit(columns.get(i), reader.kinds().get(i)));
        }
        try {
            file.header(columns);
            boolean complete = copy(reader);
            file.close();
            columns = reader.columns();
            return complete;
        } catch (CharacterCodingException e) {
            problem = ExportProblem.value(rows + 1, "");
        } catch (RowReader.RowTooLarge e) {
            problem = ExportProblem.value(rows + 1, "");
        } catch (IOException e) {
            problem = ExportProblem.folder();
        } catch (ExportProblem e) {
            problem = e;
        }
        return false;
    }

    /** Whether all rows were copied. */
    private boolean copy(RowReader reader)
            throws SQLException, IOException, ExportProblem, RowReader.RowTooLarge {
        while (true) {
            Optional<List<Cell>> row = reader.next();
            if (row.isEmpty()) {
                charge();
                return true;
            }
            if (rows == limits.maxRows()) {
                truncation = Truncation.ROWS;
                charge();
                return false;
            }
            check(row.get());
            if (!file.row(row.get(), limits.maxBytes().bytes())) {
                truncation = Truncation.BYTES;
                charge();
                return false;
            }
            rows++;
            for (int i = 0; i < fits.size(); i++) {
                fits.get(i).add(row.get().get(i));
            }
            if (file.bytes() - charged >= CHARGE) {
                charge();
            }
            tellProgress();
        }
    }

    private void check(List<Cell> cells) throws ExportProblem {
        for (int i = 0; i < cells.size(); i++) {
            if (cells.get(i).cut()) {
                throw ExportProblem.value(rows + 1, columns.get(i).name());
            }
        }
    }

    private void charge() throws ExportProblem {
        place.charge(file.bytes() - charged);
        charged = file.bytes();
    }

    private void tellProgress() {
        long now = System.nanoTime();
        if (now - lastProgress >= PROGRESS_NANOS) {
            lastProgress = now;
            progress.accept(rows);
        }
    }

    Optional<ExportProblem> problem() {
        return Optional.ofNullable(problem);
    }

    Optional<Truncation> truncation() {
        return Optional.ofNullable(truncation);
    }

    long rows() {
        return rows;
    }

    /** The columns, with notes on what was read. */
    List<Column> columns() {
        return columns;
    }

    List<ColumnFit> fits() {
        return fits;
    }
}
