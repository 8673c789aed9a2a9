package dev.sallyport.mcp;

import dev.sallyport.json.JsonObject;
import java.util.Base64;
import java.util.List;

/**
 * The contents of a resource.
 *
 * @param contents as the protocol has them: a URI, a type, and a text or a blob
 */
public record ReadResourceResult(List<JsonObject> contents) implements ResourceAnswer {
    public ReadResourceResult {
        contents = List.copyOf(contents);
    }

    /** A resource of one text. */
    public static ReadResourceResult ofText(String uri, String mimeType, String text) {
        return new ReadResourceResult(
                List.of(
                        JsonObject.builder()
                                .put("uri", uri)
                                .put("mimeType", mimeType)
                                .put("text", text)
                                .build()));
    }

    /** A resource of bytes. */
    public static ReadResourceResult ofBytes(String uri, String mimeType, byte[] bytes) {
        return new ReadResourceResult(
                List.of(
                        JsonObject.builder()
                                .put("uri", uri)
                                .put("mimeType", mimeType)
                                .put("blob", Base64.getEncoder().encodeToString(bytes))
                                .build()));
    }
}
