/**
 * Rows to JSON: the type of every column, the exact value of every cell, masks and limits.
 *
 * <p>It must never round, shift or guess a value, and never drop one without saying so.
 */
@NullMarked
package dev.sallyport.result;

import org.jspecify.annotations.NullMarked;
