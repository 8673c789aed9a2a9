/**
 * Writes the full result of one read to a file of the owner's export folder.
 *
 * <p>It must never write outside that folder, never replace a file that is there, and never leave
 * half a file under a name that a caller knows.
 */
@NullMarked
package dev.sallyport.export;

import org.jspecify.annotations.NullMarked;
