package dev.sallyport.mcp;

import dev.sallyport.call.CallContext;
import dev.sallyport.call.Caller;
import dev.sallyport.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the protocol serves: the one port through which it reaches the rest of the product.
 *
 * <p>Only tools are a must. Who serves more says so in {@link #features} and overrides the methods
 * that go with it. The lists are answered from memory: they run on a transport's reading thread and
 * must not block.
 */
public interface ToolCatalog {
    /** The tools that a caller may see, in a stable order; must not block. */
    List<ToolDescription> tools(Caller caller);

    /**
     * Calls a tool that {@link #tools} lists; the arguments have passed its input schema. It may
     * block, returns soon after the context's cancellation, and reports what goes wrong as a
     * result.
     */
    CallToolResult call(String tool, JsonObject arguments, CallContext context);

    /**
     * The same with a line to the client, for tools that report progress or ask for input. The
     * protocol calls this one.
     */
    default ToolCallAnswer call(
            String tool, JsonObject arguments, CallContext context, ClientExchange client) {
        return call(tool, arguments, context);
    }

    /**
     * Answers a call of a listed tool whose arguments do not fit its input schema, so that such a
     * call can be counted and recorded like any other.
     *
     * @param violations everything that is wrong, each with its place
     */
    default CallToolResult invalidArguments(
            String tool, List<String> violations, CallContext context) {
        return ArgumentRefusal.of(violations);
    }

    /**
     * Tells of a call of a tool that {@link #tools} does not list, so that it can be counted and
     * recorded; the protocol answers it with -32602. It may block.
     */
    default void unknownTool(CallContext context) {}

    /** The name under which {@link #tools} lists a tool that clients call by another name, too. */
    default String listedName(String name) {
        return name;
    }

    /** What is served beside tools, and declared as a capability; the same in every call. */
    default Set<CatalogFeature> features() {
        return Set.of();
    }

    /** The resources that a caller may see, in a stable order; must not block. */
    default List<ResourceDescription> resources(Caller caller) {
        return List.of();
    }

    /** The resource templates that a caller may see, in a stable order; must not block. */
    default List<ResourceTemplateDescription> resourceTemplates(Caller caller) {
        return List.of();
    }

    /** Reads a resource, listed or made from a template; empty where there is none. May block. */
    default Optional<ResourceAnswer> readResource(
            String uri, CallContext context, ClientExchange client) {
        return Optional.empty();
    }

    /** The prompts that a caller may see, in a stable order; must not block. */
    default List<PromptDescription> prompts(Caller caller) {
        return List.of();
    }

    /**
     * Renders a prompt that {@link #prompts} lists; its required arguments are there. May block.
     */
    default PromptAnswer prompt(
            String name,
            Map<String, String> arguments,
            CallContext context,
            ClientExchange client) {
        return new InvalidParams("Unknown prompt: " + name);
    }

    /** Suggests values for an argument of a prompt or a resource template. May block. */
    default CompletionResult complete(CompletionRequest request, CallContext context) {
        return CompletionResult.NONE;
    }
}
