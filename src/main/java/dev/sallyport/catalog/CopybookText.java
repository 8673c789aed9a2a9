package dev.sallyport.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The text of a copybook without what its reference format adds: sequence numbers, comments,
 * identification, continuation. Every character knows where it stands in the file.
 */
final class CopybookText {
    private static final int INDICATOR = 6;
    private static final int TEXT = 7;
    private static final int TEXT_END = 72;
    private static final int TAB = 8;

    /** What goes on with an entry leaves the first four columns of the text free. */
    private static final String AREA_A = "    ";

    private static final String INDICATORS = " *-/Dd$";

    private final StringBuilder text = new StringBuilder();
    private final List<Integer> lines = new ArrayList<>();
    private final List<Integer> columns = new ArrayList<>();
    private final Copybook.Problems problems;

    private CopybookText(Copybook.Problems problems) {
        this.problems = problems;
    }

    static CopybookText read(String file, Copybook.Format format, Copybook.Problems problems) {
        CopybookText text = new CopybookText(problems);
        // A mark of the byte order, an old end of file, and breaks of pages are no text.
        List<String> lines =
                file.replace("\uFEFF", "")
                        .replace("\u001A", "")
                        .replace('\f', ' ')
                        .lines()
                        .map(CopybookText::expanded)
                        .toList();
        boolean fixed =
                switch (format) {
                    case FIXED -> true;
                    case FREE -> false;
                    case AUTO -> lines.stream().allMatch(CopybookText::mayBeFixed);
                };
        for (int i = 0; i < lines.size(); i++) {
            if (fixed) {
                text.addFixed(i + 1, lines.get(i));
            } else {
                text.addFree(i + 1, lines.get(i));
            }
        }
        return text;
    }

    int length() {
        return text.length();
    }

    char charAt(int index) {
        return text.charAt(index);
    }

    int line(int index) {
        return lines.isEmpty() ? 1 : lines.get(Math.min(index, lines.size() - 1));
    }

    int column(int index) {
        return columns.isEmpty() ? 1 : columns.get(Math.min(index, columns.size() - 1));
    }

    /** A line of sequence number or blanks, and an indicator; or one that says nothing. */
    private static boolean mayBeFixed(String line) {
        if (line.isBlank()) {
            return true;
        }
        if (line.strip().toUpperCase(Locale.ROOT).startsWith(">>")) {
            return false;
        }
        String sequence = line.substring(0, Math.min(INDICATOR, line.length()));
        boolean numbered =
                sequence.isBlank() || sequence.chars().allMatch(c -> Character.isLetterOrDigit(c));
        boolean indicated =
                line.length() <= INDICATOR || INDICATORS.indexOf(line.charAt(INDICATOR)) >= 0;
        return indicated && (numbered || isMarked(line, sequence.strip()));
    }

    /**
     * Whether it may be a line with the mark of a change where its number would be: blanks and
     * signs are in it, but no entry of free format begins there.
     */
    private static boolean isMarked(String line, String mark) {
        boolean level = mark.matches("[0-9]{1,2}");
        if (!level && (mark.matches("[0-9]{1,2}\\s.*") || mark.contains("."))) {
            return false;
        }
        if (line.length() <= INDICATOR) {
            return !level;
        }
        String text = line.substring(INDICATOR + 1);
        return line.charAt(INDICATOR) != ' '
                || text.isBlank()
                || text.stripLeading().matches("[0-9]{1,2}\\s.*")
                || (text.startsWith(AREA_A) && (!level || text.stripLeading().matches("['\"].*")));
    }

    private void addFree(int number, String line) {
        String stripped = line.stripLeading();
        if (!stripped.startsWith("*") && !stripped.startsWith(">>")) {
            add(number, line, 0, line.length());
        }
        end(number, line.length());
    }

    private void addFixed(int number, String line) {
        char indicator = line.length() > INDICATOR ? line.charAt(INDICATOR) : ' ';
        int end = Math.min(line.length(), TEXT_END);
        switch (indicator) {
            case ' ' -> {
                add(number, line, TEXT, end);
                end(number, end);
            }
            case '-' -> addContinuation(number, line, end);
            case '*', '/', 'D', 'd', '$' -> {
                // Comments, lines for debugging, directives of compilers.
            }
            default ->
                    problems.add(
                            number,
                            INDICATOR + 1,
                            "column 7 holds '"
                                    + indicator
                                    + "', which is no indicator; is this free format?");
        }
    }

    /** Goes on where the line before stopped: in a literal after its quote, else in a word. */
    private void addContinuation(int number, String line, int end) {
        int from = TEXT;
        while (from < end && line.charAt(from) == ' ') {
            from++;
        }
        if (from >= end) {
            return;
        }
        dropLineEnd();
        char open = openQuote();
        if (open != 0) {
            while (!columns.isEmpty() && columns.getLast() < TEXT_END) {
                append(' ', lines.getLast(), columns.getLast() + 1);
            }
            if (line.charAt(from) == open) {
                from++;
            } else {
                problems.add(number, from + 1, "a literal is continued after a quote");
            }
        } else {
            while (!text.isEmpty() && text.charAt(text.length() - 1) == ' ') {
                dropLineEnd();
            }
        }
        add(number, line, from, end);
        end(number, end);
    }

    private void dropLineEnd() {
        if (!text.isEmpty()) {
            text.setLength(text.length() - 1);
            lines.removeLast();
            columns.removeLast();
        }
    }

    /** The quote of a literal that has not ended; 0 where none is open. */
    private char openQuote() {
        char open = 0;
        for (int i = text.lastIndexOf("\n") + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (open != 0) {
                open = c == open ? 0 : open;
            } else if (c == '"' || c == '\'') {
                open = c;
            } else if (c == '*' && i + 1 < text.length() && text.charAt(i + 1) == '>') {
                while (i < text.length() && text.charAt(i) != '\n') {
                    i++;
                }
            }
        }
        return open;
    }

    private void add(int number, String line, int from, int to) {
        for (int i = from; i < to; i++) {
            append(line.charAt(i), number, i + 1);
        }
    }

    private void end(int number, int column) {
        append('\n', number, column + 1);
    }

    private void append(char c, int line, int column) {
        text.append(c);
        lines.add(line);
        columns.add(column);
    }

    private static String expanded(String line) {
        if (line.indexOf('\t') < 0) {
            return line;
        }
        StringBuilder expanded = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\t') {
                expanded.append(" ".repeat(TAB - expanded.length() % TAB));
            } else {
                expanded.append(c);
            }
        }
        return expanded.toString();
    }
}
