package dev.sallyport.app;

import java.io.Console;
import java.util.Objects;

/** Colours, on a terminal; elsewhere, or where {@code NO_COLOR} is set, plain text. */
enum Style {
    BOLD("1"),
    DIM("2"),
    RED("31"),
    GREEN("32"),
    CYAN("36");

    private static final boolean ON = terminal() && System.getenv("NO_COLOR") == null;

    private final String code;

    Style(String code) {
        this.code = code;
    }

    String of(String text) {
        return ON ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    private static boolean terminal() {
        Console console = System.console();
        // Null in some releases where there is no terminal, and a console without one in others.
        return Objects.nonNull(console) && console.isTerminal();
    }
}
