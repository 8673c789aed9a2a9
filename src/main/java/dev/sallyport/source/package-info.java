/**
 * Named data sources: their configuration, drivers and pools, and what each engine itself can do to
 * be read-only.
 *
 * <p>It must never run a statement of an agent, connect before a call needs it, or pass a driver a
 * property that is not on its list.
 */
@NullMarked
package dev.sallyport.source;

import org.jspecify.annotations.NullMarked;
