package dev.sallyport.execution;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What an engine says of a statement that it does not run.
 *
 * @param failure why it does not take it, if so
 * @param columns how many columns its rows have, where that is told
 */
public record Preparation(Optional<ExecutionOutcome.Failed> failure, OptionalInt columns) {}
