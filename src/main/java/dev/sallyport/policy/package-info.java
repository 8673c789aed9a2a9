/**
 * Who may do what, and how often: decisions on statements that the guard understood.
 *
 * <p>It must never see a statement's text or a value, and never allow what no rule allows.
 */
@NullMarked
package dev.sallyport.policy;

import org.jspecify.annotations.NullMarked;
