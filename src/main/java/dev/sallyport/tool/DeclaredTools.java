package dev.sallyport.tool;

import java.util.List;

/** The tools of the configuration. */
public final class DeclaredTools {
    /** No tool is declared. */
    public static final DeclaredTools NONE = new DeclaredTools(List.of());

    private final List<Tool> tools;

    DeclaredTools(List<Tool> tools) {
        this.tools = List.copyOf(tools);
    }

    List<Tool> tools() {
        return tools;
    }
}
