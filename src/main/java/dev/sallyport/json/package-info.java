/**
 * JSON as immutable values, read and written by the streaming parser of jackson-core.
 *
 * <p>It exists because data binding doubles the time to the first answer of a process that a
 * desktop host starts for every chat. It must never map JSON to classes by reflection, and never
 * read a document without limits on its nesting, its numbers and its strings.
 */
@NullMarked
package dev.sallyport.json;

import org.jspecify.annotations.NullMarked;
