package dev.sallyport.transport;

import dev.sallyport.json.JsonObject;
import dev.sallyport.mcp.ProtocolVersion;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;

/**
 * Compares the headers of a request with its body, because others on the way decide by the headers
 * (2026-07-28, streamable HTTP, server validation).
 */
final class HeaderCheck {
    static final String VERSION = "MCP-Protocol-Version";
    private static final String METHOD = "Mcp-Method";
    private static final String NAME = "Mcp-Name";
    private static final String META = "io.modelcontextprotocol/";
    private static final String ENCODED = "=?base64?";
    private static final String ENCODED_END = "?=";

    private HeaderCheck() {}

    /** Whether the body declares its version by itself, as those of the stateless revision do. */
    static boolean isStateless(JsonObject message) {
        JsonObject meta = meta(message);
        return meta.member(META + "protocolVersion").isPresent()
                || meta.member(META + "clientCapabilities").isPresent();
    }

    /** What does not match; empty where all is well, or is for the dispatcher to refuse. */
    static Optional<String> mismatch(HttpFields headers, JsonObject message) {
        Optional<String> version = meta(message).string(META + "protocolVersion");
        if (version.isEmpty() || message.member("id").isEmpty()) {
            return Optional.empty();
        }
        Optional<String> problem = compare(headers, VERSION, version.get());
        boolean known =
                ProtocolVersion.named(version.get()).filter(ProtocolVersion::stateless).isPresent();
        if (problem.isPresent() || !known) {
            return problem;
        }
        Optional<String> method = message.string("method");
        if (method.isEmpty()) {
            return Optional.empty();
        }
        problem = compare(headers, METHOD, method.get());
        return problem.isPresent() ? problem : nameMismatch(headers, message, method.get());
    }

    private static Optional<String> nameMismatch(
            HttpFields headers, JsonObject message, String method) {
        JsonObject params = message.object("params").orElse(JsonObject.EMPTY);
        Optional<String> name =
                switch (method) {
                    case "tools/call", "prompts/get" -> params.string("name");
                    case "resources/read" -> params.string("uri");
                    default -> Optional.empty();
                };
        return name.flatMap(expected -> compare(headers, NAME, expected));
    }

    private static Optional<String> compare(HttpFields headers, String header, String expected) {
        List<String> values = headers.getValuesList(header);
        if (values.size() != 1) {
            return Optional.of(
                    "Header mismatch: "
                            + header
                            + (values.isEmpty() ? " is missing" : " is there twice"));
        }
        Optional<String> actual =
                header.equals(NAME) ? decoded(values.getFirst()) : Optional.of(values.getFirst());
        return actual.equals(Optional.of(expected))
                ? Optional.empty()
                : Optional.of("Header mismatch: " + header + " does not say what the body says");
    }

    /** A header value as its sender meant it; empty where its encoding is broken. */
    static Optional<String> decoded(String value) {
        if (!value.startsWith(ENCODED) || !value.endsWith(ENCODED_END)) {
            return Optional.of(value);
        }
        // The two marks may overlap, as in "=?base64?=".
        int end = Math.max(ENCODED.length(), value.length() - ENCODED_END.length());
        String encoded = value.substring(ENCODED.length(), end);
        if (encoded.length() % 4 != 0) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(encoded);
            return Optional.of(new String(bytes, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static JsonObject meta(JsonObject message) {
        return message.object("params")
                .flatMap(params -> params.object("_meta"))
                .orElse(JsonObject.EMPTY);
    }
}
