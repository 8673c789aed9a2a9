package dev.sallyport.result;

import dev.sallyport.json.Json;
import dev.sallyport.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Takes the JSON of a row apart into its values without reading numbers: they stay as they were
 * written, as {@code -0.0} would not. What it gets was written by this package's own generator.
 */
final class RowSplitter {
    private final byte[] json;
    private final int end;
    private int at;

    /** At the beginning of an array. */
    RowSplitter(byte[] json) {
        this.json = json;
        int first = 0;
        while (json[first] != '[') {
            first++;
        }
        this.at = first + 1;
        this.end = json.length;
    }

    /** The next value; there has to be one. */
    Cell next(boolean binary, boolean cut) {
        int from = at;
        boolean escaped = false;
        int depth = 0;
        boolean inString = false;
        for (; at < end; at++) {
            byte c = json[at];
            if (inString) {
                if (c == '\\') {
                    escaped = true;
                    at++;
                } else if (c == '"') {
                    inString = false;
                }
            } else if (c == '"') {
                inString = true;
            } else if (depth == 0 && (c == ',' || c == ']')) {
                break;
            } else if (c == '[' || c == '{') {
                depth++;
            } else if (c == ']' || c == '}') {
                depth--;
            }
        }
        Cell cell = cell(from, at, escaped, binary, cut);
        at++;
        return cell;
    }

    private Cell cell(int from, int to, boolean escaped, boolean binary, boolean cut) {
        return switch (json[from]) {
            case '"' ->
                    new Cell(
                            Cell.Kind.STRING,
                            escaped ? unescaped(from, to) : text(from + 1, to - 1),
                            binary,
                            cut);
            case 'n' -> new Cell(Cell.Kind.NULL, "", false, false);
            case 't', 'f' -> new Cell(Cell.Kind.BOOLEAN, text(from, to), binary, cut);
            case '[', '{' -> new Cell(Cell.Kind.NESTED, text(from, to), binary, cut);
            default -> new Cell(Cell.Kind.NUMBER, text(from, to), binary, cut);
        };
    }

    private String unescaped(int from, int to) {
        return ((JsonString) Json.parse(Arrays.copyOfRange(json, from, to))).value();
    }

    private String text(int from, int to) {
        return new String(json, from, to - from, StandardCharsets.UTF_8);
    }
}
