/**
 * JSON-RPC and the Model Context Protocol, in the stateless revision 2026-07-28 and the four
 * session-based ones before.
 *
 * <p>It knows no transport and no SQL: what is served comes in through {@link
 * dev.sallyport.mcp.ToolCatalog}. It must never block a transport's reader on a tool, and never
 * lose an answer.
 */
@NullMarked
package dev.sallyport.mcp;

import org.jspecify.annotations.NullMarked;
