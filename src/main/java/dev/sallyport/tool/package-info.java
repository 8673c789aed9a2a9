/**
 * The tools, and the one path that every call takes: limit, plan, guard, policy, audit, execution,
 * audit, answer.
 *
 * <p>A tool turns arguments into an action and nothing else: it must never touch a connection, and
 * no action may reach one but through the pipeline.
 */
@NullMarked
package dev.sallyport.tool;

import org.jspecify.annotations.NullMarked;
