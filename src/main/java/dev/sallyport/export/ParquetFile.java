package dev.sallyport.export;

import dev.sallyport.source.DuckDbWorkbench;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The statement by which DuckDB makes Parquet of staged rows; see {@link RowFile}. */
final class ParquetFile {
    /** Bytes of rows that DuckDB holds before it writes them. */
    private static final long GROUP_BYTES = 32L << 20;

    /** What one read of the staged file takes in. */
    private static final long READ_BYTES = 8L << 20;

    /** DuckDB's own unit of rows. */
    private static final long VECTOR = 2_048;

    private static final long MAX_GROUP = 122_880;

    private ParquetFile() {}

    /**
     * The statement.
     *
     * @param names of the columns, all different
     * @param types one a column
     * @param longest bytes of the longest row
     * @param bytes of all rows, of which there are {@code rows}
     */
    static String copy(
            Path staged,
            Path target,
            List<String> names,
            List<String> types,
            long longest,
            long bytes,
            long rows) {
        List<String> selected = new ArrayList<>();
        StringBuilder read = new StringBuilder("'m': 'VARCHAR'");
        for (int i = 0; i < names.size(); i++) {
            String column = "c" + i;
            read.append(", '").append(column).append("': 'VARCHAR'");
            selected.add(
                    (types.get(i).equals("BLOB")
                                    ? "from_base64(" + column + ")"
                                    : "CAST(" + column + " AS " + types.get(i) + ")")
                            + " AS \""
                            + names.get(i).replace("\"", "\"\"")
                            + '"');
        }
        long group = GROUP_BYTES / Math.max(1, bytes / Math.max(1, rows)) / VECTOR * VECTOR;
        return "COPY (SELECT "
                + String.join(", ", selected)
                + " FROM read_csv("
                + DuckDbWorkbench.literal(staged.toString())
                + ", auto_detect = false, header = false, delim = ',', quote = '\"', escape = '\"',"
                + " nullstr = '', allow_quoted_nulls = false, parallel = false, new_line = '\\n',"
                + " max_line_size = "
                + (longest + 1_024)
                + ", buffer_size = "
                + Math.max(READ_BYTES, 2 * (longest + 1_024))
                + ", columns = {"
                + read
                + "})) TO "
                + DuckDbWorkbench.literal(target.toString())
                + " (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE "
                + Math.clamp(group, VECTOR, MAX_GROUP)
                + ")";
    }

    /** Names made different where Parquet would not tell two columns apart. */
    static List<String> names(List<String> given) {
        Set<String> taken = new HashSet<>();
        List<String> names = new ArrayList<>();
        for (String name : given) {
            String base = name.isEmpty() ? "column" : name;
            String free = base;
            for (int i = 2; !taken.add(free.toLowerCase(Locale.ROOT)); i++) {
                free = base + "_" + i;
            }
            names.add(free);
        }
        return names;
    }
}
