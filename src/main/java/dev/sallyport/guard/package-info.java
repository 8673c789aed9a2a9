/**
 * SQL text to {@link dev.sallyport.guard.Verdict}: a lexer and a structural scanner of our own and
 * a full parser, which must all agree.
 *
 * <p>It must never open a connection, use a regular expression on SQL, or let through what it did
 * not fully understand.
 */
@NullMarked
package dev.sallyport.guard;

import org.jspecify.annotations.NullMarked;
