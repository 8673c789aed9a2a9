/**
 * Runs one statement that was allowed, read-only by the engine, under limits of rows, bytes and
 * time, and rolls it back.
 *
 * <p>It must never run a text that the guard did not return, and never leave a statement running
 * without its caller.
 */
@NullMarked
package dev.sallyport.execution;

import org.jspecify.annotations.NullMarked;
