/**
 * Dialects, and the vocabulary of statements that the guard, the policy, the execution and the
 * audit share.
 *
 * <p>Values only: it must never open a connection, decide whether a statement may run, or import
 * another package of the product.
 */
@NullMarked
package dev.sallyport.sql;

import org.jspecify.annotations.NullMarked;
