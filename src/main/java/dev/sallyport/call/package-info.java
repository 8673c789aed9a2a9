/**
 * Who calls, until when, and whether the caller has gone: what every layer needs to know of one
 * call.
 *
 * <p>It must never know of SQL, of a protocol or of a transport.
 */
@NullMarked
package dev.sallyport.call;

import org.jspecify.annotations.NullMarked;
