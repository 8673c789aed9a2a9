package dev.sallyport.call;

/**
 * What every layer needs to know of one call.
 *
 * @param caller who calls
 * @param deadline when the answer is no longer worth anything
 * @param cancellation whether the caller has gone
 */
public record CallContext(Caller caller, Deadline deadline, Cancellation cancellation) {}
