/**
 * What the databases hold: tables, columns and comments, cached, and the search in them.
 *
 * <p>It must never show a table that the source's allow-list hides.
 */
@NullMarked
package dev.sallyport.catalog;

import org.jspecify.annotations.NullMarked;
