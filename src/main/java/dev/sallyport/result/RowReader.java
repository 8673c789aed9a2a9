package dev.sallyport.result;

import dev.sallyport.json.JsonWriter;
import dev.sallyport.sql.Dialect;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads rows off a driver one at a time, each value by the rules of answers; holds no more than one
 * row. For one thread.
 */
public final class RowReader {
    /** Bytes of one row as JSON. */
    public static final int MAX_ROW_BYTES = 32 * 1024 * 1024;

    /** Bytes that one fetch should have, where the driver fetches in steps. */
    private static final long FETCH_BYTES = 1 << 20;

    private static final int MAX_FETCH = 10_000;

    private final ResultSet rows;
    private final ValueMapping.CellReader[] readers;
    private final List<Column> columns;
    private final List<ColumnKind> kinds;
    private final CellWriter[] writers;
    private final JsonWriter json = new JsonWriter();
    private long count;
    private long bytes;
    private long nextStep;

    private RowReader(
            ResultSet rows,
            ValueMapping.CellReader[] readers,
            List<Column> columns,
            List<ColumnKind> kinds,
            long maxCellBytes,
            boolean trimChar) {
        this.rows = rows;
        this.readers = readers;
        this.columns = columns;
        this.kinds = kinds;
        this.writers = new CellWriter[readers.length];
        for (int i = 0; i < writers.length; i++) {
            writers[i] = new CellWriter(json, maxCellBytes, trimChar);
        }
    }

    /**
     * A reader before the first row.
     *
     * @param maxCellBytes bytes of one value; a longer one is cut
     * @param trimChar whether the blanks that fill up a text of fixed length are left out
     * @param fetchesInSteps whether to tell the driver how many rows to fetch next
     */
    public static RowReader of(
            ResultSet rows,
            Dialect dialect,
            long maxCellBytes,
            boolean trimChar,
            boolean fetchesInSteps)
            throws SQLException {
        ResultSetMetaData metadata = rows.getMetaData();
        ValueMapping mapping = ValueMapping.of(dialect);
        var readers = new ValueMapping.CellReader[metadata.getColumnCount()];
        List<Column> columns = new ArrayList<>(readers.length);
        List<ColumnKind> kinds = new ArrayList<>(readers.length);
        for (int i = 0; i < readers.length; i++) {
            readers[i] = mapping.reader(metadata, i + 1);
            columns.add(mapping.column(metadata, i + 1));
            kinds.add(ColumnKind.of(metadata.getColumnType(i + 1)));
        }
        RowReader reader = new RowReader(rows, readers, columns, kinds, maxCellBytes, trimChar);
        reader.nextStep = fetchesInSteps ? rows.getFetchSize() : Long.MAX_VALUE;
        return reader;
    }

    /**
     * Reads the next row.
     *
     * @return empty at the end
     * @throws RowTooLarge if the row has more than {@link #MAX_ROW_BYTES}
     */
    public Optional<List<Cell>> next() throws SQLException, RowTooLarge {
        if (!rows.next()) {
            return Optional.empty();
        }
        json.truncate(0);
        List<Cell> cells = cells();
        bytes += json.length();
        count++;
        if (count == nextStep) {
            int step = (int) Math.clamp(FETCH_BYTES * count / bytes, 10L, (long) MAX_FETCH);
            rows.setFetchSize(step);
            nextStep = count + step;
        }
        return Optional.of(cells);
    }

    private List<Cell> cells() throws SQLException, RowTooLarge {
        boolean[] binary = new boolean[readers.length];
        boolean[] cut = new boolean[readers.length];
        json.beginArray();
        for (int i = 0; i < readers.length; i++) {
            writers[i].beginValue();
            readers[i].copy(rows, i + 1, writers[i]);
            binary[i] = writers[i].isBinary();
            cut[i] = writers[i].isCut();
            if (json.length() > MAX_ROW_BYTES) {
                throw new RowTooLarge();
            }
        }
        json.endArray();
        RowSplitter splitter = new RowSplitter(json.toByteArray());
        List<Cell> cells = new ArrayList<>(readers.length);
        for (int i = 0; i < readers.length; i++) {
            cells.add(splitter.next(binary[i], cut[i]));
        }
        return cells;
    }

    /** The columns, with notes on what was read so far. */
    public List<Column> columns() {
        List<Column> noted = new ArrayList<>(columns.size());
        for (int i = 0; i < writers.length; i++) {
            noted.add(columns.get(i).withNote(writers[i].note()));
        }
        return noted;
    }

    /** What each column declares to hold. */
    public List<ColumnKind> kinds() {
        return List.copyOf(kinds);
    }

    /** A row that is not read, because of what it would cost. */
    public static final class RowTooLarge extends Exception {
        private static final long serialVersionUID = 1L;

        RowTooLarge() {
            super("a row is too large", null, false, false);
        }
    }
}
