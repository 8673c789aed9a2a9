package dev.sallyport.execution;

/**
 * What became of a read that is answered in pages.
 *
 * @param held whether the rows come from the result that the page before left open
 * @param lease by which this result is read on, as long as it stays open; {@link #NO_LEASE} where
 *     it does not
 */
public record PagedRead(ExecutionOutcome outcome, boolean held, long lease) {
    /** No result is open. */
    public static final long NO_LEASE = 0;
}
