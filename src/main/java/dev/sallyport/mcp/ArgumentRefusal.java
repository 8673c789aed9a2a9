package dev.sallyport.mcp;

import dev.sallyport.json.JsonObject;
import java.util.List;

/** The refusal of arguments that do not fit a tool's input schema: SP-101. */
final class ArgumentRefusal {
    private static final String CODE = "SP-101";
    private static final String HINT =
            "Correct all of these, by the tool's input schema, and call it again.";

    private ArgumentRefusal() {}

    /** A result, not a protocol error, so that the model reads it and can do better. */
    static CallToolResult of(List<String> violations) {
        boolean more = violations.size() >= SchemaValidator.MAX_VIOLATIONS;
        String reason =
                "the arguments are not valid: "
                        + String.join("; ", violations)
                        + (more ? "; and perhaps more" : "");
        return CallToolResult.ofText(
                CODE + ": " + reason + ". " + HINT,
                JsonObject.builder()
                        .put("code", CODE)
                        .put("reason", reason)
                        .put("hint", HINT)
                        .build(),
                true);
    }
}
