package dev.sallyport.testing;

import java.util.List;

/** Draws lines of a terminal as an SVG picture; the colours follow how a line begins. */
public final class TerminalPicture {
    private static final int LINE = 18;
    private static final int MARGIN = 20;

    /** Width of a character at the font's size of 13, to which every line is stretched. */
    private static final double CHARACTER = 7.8;

    private TerminalPicture() {}

    /** The picture, as wide as the longest line. */
    public static String of(List<String> lines) {
        int columns = lines.stream().mapToInt(String::length).max().orElse(0);
        long width = Math.round(columns * CHARACTER) + 2 * MARGIN;
        int height = lines.size() * LINE + 2 * MARGIN;
        StringBuilder svg = new StringBuilder();
        svg.append(
                """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img" aria-label="./sallyport demo">
                <rect width="100%%" height="100%%" rx="8" fill="#0d1117"/>
                <g font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="13" xml:space="preserve">
                """
                        .formatted(width, height));
        int y = MARGIN + LINE - 5;
        for (String line : lines) {
            if (!line.isBlank()) {
                svg.append(
                        "<text x=\"%d\" y=\"%d\" textLength=\"%.1f\" lengthAdjust=\"spacingAndGlyphs\" fill=\"%s\">%s</text>\n"
                                .formatted(
                                        MARGIN,
                                        y,
                                        line.length() * CHARACTER,
                                        colour(line),
                                        escaped(line)));
            }
            y += LINE;
        }
        return svg.append("</g>\n</svg>\n").toString();
    }

    private static String colour(String line) {
        String text = line.strip();
        if (line.startsWith("▸") || line.startsWith("$")) {
            return "#e6edf3";
        }
        if (text.startsWith("✗")) {
            return "#ff7b72";
        }
        if (!text.isEmpty() && "┌│├└".indexOf(text.charAt(0)) >= 0) {
            return "#7ee787";
        }
        return text.startsWith("query") ? "#79c0ff" : "#9198a1";
    }

    private static String escaped(String line) {
        return line.replace("&", "&amp;").replace("<", "&lt;").replace(' ', '\u00a0');
    }
}
