/**
 * The configuration file as sections that note every problem and carry on, so that one start
 * reports them all.
 *
 * <p>A feature owns its configuration record, beside the feature; this package knows no key. It
 * must never hold a credential that was not taken from the environment, and never print one.
 */
@NullMarked
package dev.sallyport.config;

import org.jspecify.annotations.NullMarked;
