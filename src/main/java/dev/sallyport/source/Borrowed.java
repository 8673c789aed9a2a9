package dev.sallyport.source;

/** What came of asking a source for a connection. */
public sealed interface Borrowed {
    /** A connection, to be closed by whoever asked. */
    record Ready(SourceConnection connection) implements Borrowed {}

    /**
     * All connections were in use for as long as the caller could wait, or too many callers wait
     * already.
     */
    record Busy() implements Borrowed {}

    /** The caller gave up. */
    record Abandoned() implements Borrowed {}

    /** No connection could be opened, since the source has no driver. */
    record NoDriver(DriverProblem problem) implements Borrowed {}

    /** The login of the source has more rights than its owner wants. */
    record NotAttested(Grade grade, Grade minimum) implements Borrowed {}

    /**
     * No connection could be opened.
     *
     * @param meaning {@link EngineError#LOGIN}, {@link EngineError#BUSY} or {@link
     *     EngineError#CONNECTION_LOST}
     * @param state the driver's SQLSTATE; empty where it gave none
     */
    record Unreachable(EngineError meaning, String state) implements Borrowed {}
}
