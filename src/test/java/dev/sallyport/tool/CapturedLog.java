package dev.sallyport.tool;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What is logged, on standard error, as long as this is open. */
final class CapturedLog implements AutoCloseable {
    private final PrintStream before = System.err;
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();

    CapturedLog() {
        System.setErr(new PrintStream(text, true, StandardCharsets.UTF_8));
    }

    /** The lines about calls, without time and level. */
    List<String> calls() {
        return text.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains(" OK") || line.contains(" code="))
                .map(line -> line.substring(line.indexOf(' ', line.indexOf(' ') + 1) + 1))
                .toList();
    }

    String text() {
        return text.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        System.setErr(before);
    }
}
