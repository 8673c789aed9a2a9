package dev.sallyport.app;

import java.util.ArrayList;
import java.util.List;

/** A table for people, drawn with lines; cells longer than 40 characters are cut. */
final class TextTable {
    private static final int MAX_CELL = 40;

    private final List<List<String>> lines = new ArrayList<>();

    TextTable(List<String> header) {
        lines.add(cells(header));
    }

    void row(List<String> cells) {
        lines.add(cells(cells));
    }

    List<String> draw() {
        int columns = lines.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> line : lines) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        List<String> drawn = new ArrayList<>();
        drawn.add(rule(widths, "┌", "┬", "┐"));
        drawn.add(line(lines.getFirst(), widths));
        drawn.add(rule(widths, "├", "┼", "┤"));
        lines.stream().skip(1).forEach(line -> drawn.add(line(line, widths)));
        drawn.add(rule(widths, "└", "┴", "┘"));
        return drawn;
    }

    private static List<String> cells(List<String> texts) {
        return texts.stream()
                .map(text ->
                        text.length() > MAX_CELL ? text.substring(0, MAX_CELL - 1) + "…" : text)
                .toList();
    }

    private static String line(List<String> cells, int[] widths) {
        StringBuilder text = new StringBuilder("│");
        for (int i = 0; i < widths.length; i++) {
            String cell = cells.get(i);
            String padding = " ".repeat(widths[i] - cell.length());
            text.append(' ').append(isNumber(cell) ? padding + cell : cell + padding).append(" │");
        }
        return text.toString();
    }

    private static String rule(int[] widths, String left, String middle, String right) {
        List<String> parts = new ArrayList<>();
        for (int width : widths) {
            parts.add("─".repeat(width + 2));
        }
        return left + String.join(middle, parts) + right;
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty()
                && text.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.' || c == '-');
    }
}
