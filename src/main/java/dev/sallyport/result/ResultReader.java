package dev.sallyport.result;

import dev.sallyport.json.JsonEncoded;
import dev.sallyport.json.JsonWriter;
import dev.sallyport.sql.Dialect;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads rows off a driver straight into JSON, and stops reading where a limit is reached. */
public final class ResultReader {
    /** Rows of one fetch at most, where the driver fetches in steps. */
    private static final int MAX_FETCH = 2_000;

    private final ResultSet rows;
    private final ResultLimits limits;
    private final boolean fetchesInSteps;
    private final JsonWriter json = new JsonWriter();
    private final ValueMapping.CellReader[] readers;
    private final CellWriter[] writers;
    private final boolean onRow;
    private int count;
    private Optional<Truncation> truncation = Optional.empty();

    private ResultReader(
            ResultSet rows,
            ResultLimits limits,
            boolean fetchesInSteps,
            boolean onRow,
            ValueMapping.CellReader[] readers) {
        this.rows = rows;
        this.limits = limits;
        this.fetchesInSteps = fetchesInSteps;
        this.onRow = onRow;
        this.readers = readers;
        this.writers = new CellWriter[readers.length];
    }

    /**
     * Reads the rows that the limits have room for.
     *
     * @param rows before the first row; should hold one row more than the limit, so that it can be
     *     told whether there are more
     * @param fetchesInSteps whether to tell the driver how many rows to fetch next
     */
    public static ResultRows read(
            ResultSet rows, Dialect dialect, ResultLimits limits, boolean fetchesInSteps)
            throws SQLException {
        return read(rows, dialect, limits, fetchesInSteps, false);
    }

    /**
     * Reads the rows that follow those of an answer that was cut, whose result is still open.
     *
     * @param rows on the row at which the answer was cut
     * @param limits without rows to skip
     */
    public static ResultRows readOn(
            ResultSet rows, Dialect dialect, ResultLimits limits, boolean fetchesInSteps)
            throws SQLException {
        return read(rows, dialect, limits, fetchesInSteps, true);
    }

    private static ResultRows read(
            ResultSet rows,
            Dialect dialect,
            ResultLimits limits,
            boolean fetchesInSteps,
            boolean onRow)
            throws SQLException {
        ResultSetMetaData metadata = rows.getMetaData();
        ValueMapping mapping = ValueMapping.of(dialect);
        var readers = new ValueMapping.CellReader[metadata.getColumnCount()];
        for (int i = 0; i < readers.length; i++) {
            readers[i] = mapping.reader(metadata, i + 1);
        }
        ResultReader reader = new ResultReader(rows, limits, fetchesInSteps, onRow, readers);
        JsonEncoded encoded = reader.encoded();
        List<Column> columns = new ArrayList<>(readers.length);
        for (int i = 0; i < readers.length; i++) {
            columns.add(mapping.column(metadata, i + 1).withNote(reader.writers[i].note()));
        }
        columns = SourceTables.told(columns, metadata, mapping);
        return new ResultRows(columns, encoded, reader.count, reader.truncation);
    }

    private JsonEncoded encoded() throws SQLException {
        for (int i = 0; i < writers.length; i++) {
            writers[i] = new CellWriter(json, limits.maxCellBytes(), limits.trimChar());
        }
        json.beginArray();
        copyRows();
        json.endArray();
        return json.toEncoded();
    }

    private void copyRows() throws SQLException {
        for (int i = 0; i < limits.skippedRows(); i++) {
            if (!rows.next()) {
                return;
            }
        }
        int nextStep = fetchesInSteps ? rows.getFetchSize() : 0;
        boolean more = onRow || rows.next();
        for (; more; more = rows.next()) {
            if (count == limits.maxRows()) {
                truncation = Optional.of(Truncation.ROWS);
                return;
            }
            int before = json.length();
            if (!copyRow()) {
                json.truncate(before);
                truncation = Optional.of(Truncation.BYTES);
                return;
            }
            count++;
            if (fetchesInSteps && count == nextStep) {
                int step = step();
                rows.setFetchSize(step);
                nextStep = count + step;
            }
        }
    }

    /** Whether the row fitted. */
    private boolean copyRow() throws SQLException {
        json.beginArray();
        for (int i = 0; i < readers.length; i++) {
            readers[i].copy(rows, i + 1, writers[i]);
            if (json.length() >= limits.maxBytes()) {
                return false;
            }
        }
        json.endArray();
        // One more byte closes the array of rows.
        return json.length() < limits.maxBytes();
    }

    /** Rows of the next fetch: about what the limit of bytes still has room for. */
    private int step() {
        long room = Math.max(0, limits.maxBytes() - json.length());
        long size = Math.max(1, json.length() / count);
        return (int) Math.clamp(room / size + 1, 10L, (long) MAX_FETCH);
    }
}
