/**
 * How bytes come to the protocol and go from it: standard input and output, and HTTP.
 *
 * <p>A transport frames messages, bounds them, and finds out who calls; what a message means is the
 * protocol's affair. It must never write anything but protocol to standard output, and never let a
 * request in whose origin or caller it has not checked.
 */
@NullMarked
package dev.sallyport.transport;

import org.jspecify.annotations.NullMarked;
