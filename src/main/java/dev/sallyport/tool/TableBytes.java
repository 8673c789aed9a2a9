package dev.sallyport.tool;

import dev.sallyport.json.Json;
import dev.sallyport.json.JsonEncoded;
import dev.sallyport.json.JsonString;
import dev.sallyport.json.JsonValue;
import dev.sallyport.json.JsonWriter;
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

    /** Bytes of a string at which it may end, or be written in another way in a table. */
    private static final boolean[] LOOKED_AT = lookedAt();

    private final byte[] json;
    private final CellText cells;
    private final JsonWriter out;
    private int at;

    private TableBytes(JsonEncoded rows, CellText cells) {
        this.json = rows.utf8();
        this.cells = cells;
        this.out = new JsonWriter(rows.length());
    }

    private static boolean[] lookedAt() {
        boolean[] bytes = new boolean[256];
        for (int b : new int[] {'"', '\\', '|', 0x7f, 0xc2, 0xe2}) {
            bytes[b] = true;
        }
        return bytes;
    }

    /** The text as a JSON string: a first line, and a line a row. */
    static JsonEncoded text(String firstLine, JsonEncoded rows, CellText cells) {
        TableBytes table = new TableBytes(rows, cells);
        table.out.append('"');
        table.escaped(firstLine);
        table.endLine();
        table.rows();
        table.out.append('"');
        return table.out.toEncoded();
    }

    private void rows() {
        at = 1;
        for (int row = 0; json[at] != ']'; row++) {
            row(row);
        }
    }

    /** By itself, since a loop is compiled later than what it calls. */
    private void row(int row) {
        at++;
        for (int column = 0; json[at] != ']'; column++) {
            if (column > 0) {
                out.append('|');
            }
            cell(row, column);
            at += json[at] == ',' ? 1 : 0;
        }
        at++;
        endLine();
        at += json[at] == ',' ? 1 : 0;
    }

    private void cell(int row, int column) {
        int from = at;
        switch (json[at]) {
            case '"' -> string(row, column);
            case '[', '{' -> {
                endOfNested();
                apart(row, column, from);
            }
            case 'n' -> at += "null".length();
            default -> {
                int end = from;
                while (json[end] != ',' && json[end] != ']') {
                    end++;
                }
                at = end;
                out.append(json, from, end - from);
            }
        }
    }

    private void string(int row, int column) {
        int first = at + 1;
        int end = first;
        boolean alike = true;
        boolean numbered = false;
        for (byte b = json[end]; b != '"'; b = json[++end]) {
            if (LOOKED_AT[b & 0xff]) {
                alike &= isAlike(end, first);
                if (b == '\\') {
                    end++;
                    numbered |= json[end] == 'u';
                }
            }
        }
        at = end + 1;
        if (numbered) {
            // Half a pair is an escape in JSON alone.
            apart(row, column, first - 1);
        } else if (alike && end > first && json[first] != ' ' && json[end - 1] != ' ') {
            out.append(json, first, end - first);
        } else {
            quoted(first, end);
        }
    }

    /** Whether what begins at a byte stands in a table as it does in JSON. */
    private boolean isAlike(int index, int first) {
        byte next = json[index + 1];
        return switch (json[index]) {
            case '\\' -> next == '\\' || (next == '"' && index > first);
            // No control character.
            case (byte) 0xc2 -> next >= (byte) 0xa0;
            // No end of a line or of a paragraph.
            case (byte) 0xe2 -> next != (byte) 0x80 || (json[index + 2] & 0xfe) != 0xa8;
            default -> false;
        };
    }

    private void apart(int row, int column, int from) {
        escaped(cells.of(row, column, Json.parse(Arrays.copyOfRange(json, from, at))));
    }

    /** A string as it is in JSON, of which a bar would end the cell. */
    private void quoted(int from, int to) {
        out.append('\\');
        out.append('"');
        int begun = from;
        for (int i = from; i < to; i++) {
            if (json[i] == '|') {
                out.escaped(json, begun, i);
                escaped("\\u007c");
                begun = i + 1;
            }
        }
        out.escaped(json, begun, to);
        out.append('\\');
        out.append('"');
    }

    private void endOfNested() {
        int depth = 0;
        do {
            switch (json[at]) {
                case '"' -> {
                    for (at++; json[at] != '"'; at++) {
                        at += json[at] == '\\' ? 1 : 0;
                    }
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
        byte[] string = Json.utf8(new JsonString(text));
        out.append(string, 1, string.length - 2);
    }

    private void endLine() {
        out.append('\\');
        out.append('n');
    }
}
