/**
 * The program: its command line, and the one place where everything is wired together, by hand.
 *
 * <p>It must never decide anything about a statement, and never print to standard output what is
 * not the answer of a command or the protocol.
 */
@NullMarked
package dev.sallyport.app;

import org.jspecify.annotations.NullMarked;
