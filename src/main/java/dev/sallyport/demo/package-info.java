/**
 * The example that every newcomer meets first: a shop and a fleet in two H2 database files, and the
 * configuration that serves them.
 *
 * <p>All of it is invented here and computed from fixed seeds, so that the documentation may quote
 * rows of it. It must never import the rest of the product: the files are made before the product
 * is packaged.
 */
@NullMarked
package dev.sallyport.demo;

import org.jspecify.annotations.NullMarked;
