package dev.sallyport.execution;

import dev.sallyport.json.Json;
import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonBoolean;
import dev.sallyport.json.JsonEncoded;
import dev.sallyport.json.JsonNull;
import dev.sallyport.json.JsonNumber;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonString;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** The cells of an answer as they are written, digit by digit. */
final class Cells {
    private Cells() {}

    /** Of an array of arrays. */
    static List<String> ofFirstRow(String rows) {
        List<String> cells = new ArrayList<>();
        int depth = 0;
        int start = 2;
        boolean quoted = false;
        for (int i = 2; i < rows.length(); i++) {
            char c = rows.charAt(i);
            if (quoted) {
                i += c == '\\' ? 1 : 0;
                quoted = c != '"';
            } else if (c == '"') {
                quoted = true;
            } else if (c == '[' || c == '{') {
                depth++;
            } else if (depth == 0 && (c == ',' || c == ']')) {
                cells.add(rows.substring(start, i));
                start = i + 1;
                if (c == ']') {
                    break;
                }
            } else if (c == ']' || c == '}') {
                depth--;
            }
        }
        return cells;
    }

    /** Of the second line of CSV; a quoted cell begins with a quote. */
    static List<String> ofCsv(String csv) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = csv.indexOf("\r\n") + 2; i < csv.length(); i++) {
            char c = csv.charAt(i);
            if (c == '"' && quoted && i + 1 < csv.length() && csv.charAt(i + 1) == '"') {
                cell.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
                if (quoted) {
                    cell.append('"');
                }
            } else if (!quoted && (c == ',' || csv.startsWith("\r\n", i))) {
                cells.add(cell.toString());
                cell.setLength(0);
                if (c != ',') {
                    break;
                }
            } else {
                cell.append(c);
            }
        }
        return cells;
    }

    /** Whether a cell of CSV says what a cell of JSON says. */
    static boolean same(String json, String csv) {
        String plain = csv.startsWith("\"") ? csv.substring(1) : csv;
        return switch (Json.parse(json)) {
            case JsonNull _ -> csv.isEmpty();
            case JsonString(String text) -> plain.equals(text) && !csv.isEmpty();
            case JsonNumber(BigDecimal number) -> new BigDecimal(csv).equals(number);
            case JsonBoolean _ -> csv.equals(json);
            case JsonArray array -> plain.equals(Json.text(array));
            case JsonObject object -> plain.equals(Json.text(object));
            case JsonEncoded _ -> false;
        };
    }
}
