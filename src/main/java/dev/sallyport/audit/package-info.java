/**
 * The record of every call: append-only, chained by hashes, one line a call, denials too.
 *
 * <p>It must never hold a statement's text, a value or a credential, and never lose a line without
 * whoever writes it knowing.
 */
@NullMarked
package dev.sallyport.audit;

import org.jspecify.annotations.NullMarked;
