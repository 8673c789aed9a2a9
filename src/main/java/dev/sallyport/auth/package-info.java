/**
 * Who calls: from what an HTTP request shows to a {@link dev.sallyport.call.Caller}.
 *
 * <p>It must never decide what a caller may do, and never log or keep what it was shown.
 */
@NullMarked
package dev.sallyport.auth;

import org.jspecify.annotations.NullMarked;
