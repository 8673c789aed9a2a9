package dev.sallyport.tool;

import dev.sallyport.json.Json;
import dev.sallyport.json.JsonEncoded;
import dev.sallyport.json.JsonString;
import dev.sallyport.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Many rows as the lines of a table, from their JSON straight to the JSON of the text: what is
 * written alike in both, which is nearly all, is copied and never taken apart.
 */
final class TableBytes {
    /** Writes what is not copied. */
    interface CellText {
        /** The text of a cell; row and column count from 0. */
        String of(int row, int column, JsonValue value);
    }

    private final byte[] json;
    private final CellText cells;
    private final ByteArrayOutputStream out;
    private int at;

    private TableBytes(byte[] json, CellText cells) {
        this.json = json;
        this.cells = cells;
        this.out = new ByteArrayOutputStream(json.length);
    }

    /** The text as a JSON string: a first line, and a line a row. */
    static JsonEncoded text(String firstLine, JsonEncoded rows, CellText cells) {
        TableBytes table = new TableBytes(rows.utf8(), cells);
        table.out.write('"');
        table.escaped(firstLine);
        table.endLine();
        table.rows();
        table.out.write('"');
        return new JsonEncoded(table.out.toByteArray());
    }

    private void rows() {
        at = 1;
        for (int row = 0; json[at] != ']'; row++) {
            at++;
            for (int column = 0; json[at] != ']'; column++) {
                if (column > 0) {
                    out.write('|');
                }
                cell(row, column);
                at += json[at] == ',' ? 1 : 0;
            }
            at++;
            endLine();
            at += json[at] == ',' ? 1 : 0;
        }
    }

    private void cell(int row, int column) {
        int from = at;
        switch (json[at]) {
            case '"' -> {
                boolean alike = endOfString();
                if (alike) {
                    out.write(json, from + 1, at - from - 2);
                } else {
                    apart(row, column, from);
                }
            }
            case '[', '{' -> {
                endOfNested();
                apart(row, column, from);
            }
            case 'n' -> at += "null".length();
            default -> {
                while (json[at] != ',' && json[at] != ']') {
                    at++;
                }
                out.write(json, from, at - from);
            }
        }
    }

    private void apart(int row, int column, int from) {
        escaped(cells.of(row, column, Json.parse(Arrays.copyOfRange(json, from, at))));
    }

    /** Goes behind a string; says whether it is written alike in a table. */
    private boolean endOfString() {
        int first = at + 1;
        boolean alike = true;
        for (at = first; json[at] != '"'; at++) {
            byte b = json[at];
            if (b == '\\') {
                alike = false;
                at++;
            } else if (b == '|' || b == 0x7f || b == (byte) 0xc2 || b == (byte) 0xe2) {
                // The last two may begin a control character or the end of a line.
                alike = false;
            }
        }
        alike = alike && at > first && json[first] != ' ' && json[at - 1] != ' ';
        at++;
        return alike;
    }

    private void endOfNested() {
        int depth = 0;
        do {
            switch (json[at]) {
                case '"' -> {
                    var _ = endOfString();
                    continue;
                }
                case '[', '{' -> depth++;
                case ']', '}' -> depth--;
                default -> {
                    // Of a value, or between two.
                }
            }
            at++;
        } while (depth > 0);
    }

    private void escaped(String text) {
        byte[] string = Json.text(new JsonString(text)).getBytes(StandardCharsets.UTF_8);
        out.write(string, 1, string.length - 2);
    }

    private void endLine() {
        out.write('\\');
        out.write('n');
    }
}
