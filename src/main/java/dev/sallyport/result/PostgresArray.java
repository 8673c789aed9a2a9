package dev.sallyport.result;

import java.nio.charset.StandardCharsets;

/**
 * Arrays as PostgreSQL writes them: <code>{1,NULL,"a \"b\""}</code>, nested for more dimensions.
 */
final class PostgresArray {
    /** A longer one is written as a text, which can be cut. */
    static final int MAX_LENGTH = 1 << 20;

    private final String text;
    private final char delimiter;
    private final PostgresValues.CellBytes element;
    private final CellWriter out;
    private int at;

    private PostgresArray(
            String text, char delimiter, PostgresValues.CellBytes element, CellWriter out) {
        this.text = text;
        this.delimiter = delimiter;
        this.element = element;
        this.out = out;
    }

    static void write(
            String text, char delimiter, PostgresValues.CellBytes element, CellWriter out) {
        new PostgresArray(text, delimiter, element, out).array();
    }

    private void array() {
        at++;
        out.beginArray();
        while (text.charAt(at) != '}') {
            if (text.charAt(at) == delimiter) {
                at++;
            }
            switch (text.charAt(at)) {
                case '{' -> array();
                case '"' -> write(quoted());
                default -> plain();
            }
        }
        at++;
        out.endArray();
    }

    private void plain() {
        int from = at;
        while (text.charAt(at) != delimiter && text.charAt(at) != '}') {
            at++;
        }
        String value = text.substring(from, at);
        // A text of these four letters comes in quotes.
        if (value.equals("NULL")) {
            out.writeNull();
        } else {
            write(value);
        }
    }

    private void write(String value) {
        element.write(value.getBytes(StandardCharsets.UTF_8), out);
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        at++;
        while (text.charAt(at) != '"') {
            if (text.charAt(at) == '\\') {
                at++;
            }
            value.append(text.charAt(at++));
        }
        at++;
        return value.toString();
    }
}
