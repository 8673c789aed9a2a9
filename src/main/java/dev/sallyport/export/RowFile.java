package dev.sallyport.export;

import dev.sallyport.result.Cell;
import dev.sallyport.result.Column;
import dev.sallyport.result.CsvText;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;

/** Rows as lines of text, written one after the other to a file that this makes. */
final class RowFile implements Closeable {
    private static final int BUFFER = 64 * 1024;

    /** What a spreadsheet takes for the beginning of a formula. */
    private static final String FORMULA = "=+-@\t\r";

    /** Keeps a line of one NULL from being an empty line, which readers pass over. */
    private static final String MARK = "1";

    private final OutputStream out;
    private final boolean staged;
    private final boolean escapeFormulas;
    private long bytes;
    private long longest;
    private long escaped;

    /**
     * An empty file, readable by its owner only; there must be none.
     *
     * @param staged whether the lines are for DuckDB: a mark first, all but NULL in quotation
     *     marks; otherwise CSV of RFC 4180
     */
    RowFile(Path path, boolean staged, boolean escapeFormulas) throws IOException {
        this.staged = staged;
        this.escapeFormulas = escapeFormulas;
        FileChannel channel =
                FileChannel.open(
                        path,
                        Set.of(
                                StandardOpenOption.CREATE_NEW,
                                StandardOpenOption.WRITE,
                                LinkOption.NOFOLLOW_LINKS),
                        OwnerOnly.file(path));
        this.out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
    }

    /** Writes the names of the columns, where this kind of file has them. */
    void header(List<Column> columns) throws IOException {
        if (staged) {
            return;
        }
        StringBuilder line = new StringBuilder();
        for (Column column : columns) {
            line.append(line.isEmpty() ? "" : ",").append(CsvText.of(column.name()));
        }
        write(encoded(line.append("\r\n")));
    }

    /**
     * Writes a row.
     *
     * @param maxBytes of the file
     * @return whether it fitted
     * @throws CharacterCodingException if a text has half a surrogate pair
     */
    boolean row(List<Cell> cells, long maxBytes) throws IOException {
        StringBuilder line = new StringBuilder(staged ? MARK : "");
        long escapedBefore = escaped;
        for (int i = 0; i < cells.size(); i++) {
            line.append(staged || i > 0 ? "," : "").append(text(cells.get(i)));
        }
        ByteBuffer encoded = encoded(line.append(staged ? "\n" : "\r\n"));
        if (bytes + encoded.remaining() > maxBytes) {
            escaped = escapedBefore;
            return false;
        }
        write(encoded);
        return true;
    }

    private String text(Cell cell) {
        if (cell.kind() == Cell.Kind.NULL) {
            return "";
        }
        if (staged) {
            return CsvText.quoted(cell.text());
        }
        return switch (cell.kind()) {
            case NULL, NUMBER, BOOLEAN -> cell.text();
            case NESTED -> CsvText.of(cell.text());
            case STRING -> CsvText.of(withoutFormula(cell.text()));
        };
    }

    private String withoutFormula(String text) {
        if (!escapeFormulas || text.isEmpty() || FORMULA.indexOf(text.charAt(0)) < 0) {
            return text;
        }
        escaped++;
        return "'" + text;
    }

    private static ByteBuffer encoded(CharSequence line) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(line));
    }

    private void write(ByteBuffer line) throws IOException {
        out.write(line.array(), line.arrayOffset() + line.position(), line.remaining());
        bytes += line.remaining();
        longest = Math.max(longest, line.remaining());
    }

    /** Bytes that were written. */
    long bytes() {
        return bytes;
    }

    /** Bytes of the longest line. */
    long longest() {
        return longest;
    }

    /** Texts that got an apostrophe. */
    long escaped() {
        return escaped;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
