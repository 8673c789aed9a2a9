package dev.sallyport.app;

/** What a command says when it could not do its work. */
final class Failures {
    /** The exit status. */
    static final int STATUS = 1;

    private Failures() {}

    /** A failure that the message explains. */
    static int expected(RuntimeException failure, Terminal terminal) {
        terminal.err().println(failure.getMessage());
        return STATUS;
    }

    /** A defect: without its message, which may hold what must not be logged. */
    static int unexpected(RuntimeException failure, Terminal terminal) {
        terminal.err().println("SP-599: unexpected " + failure.getClass().getName());
        for (StackTraceElement frame : failure.getStackTrace()) {
            terminal.err().println("    at " + frame);
        }
        return STATUS;
    }
}
