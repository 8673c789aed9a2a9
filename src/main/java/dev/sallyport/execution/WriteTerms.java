package dev.sallyport.execution;

import java.util.Optional;

/**
 * What holds for one change.
 *
 * @param maxAffectedRows rows that it may affect; where it would affect more, it is rolled back
 * @param key by which it is made once only
 */
public record WriteTerms(int maxAffectedRows, Optional<IdempotencyKey> key) {}
