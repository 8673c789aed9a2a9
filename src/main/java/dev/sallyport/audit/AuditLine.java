package dev.sallyport.audit;

import dev.sallyport.json.Json;
import dev.sallyport.json.JsonBoolean;
import dev.sallyport.json.JsonNull;
import dev.sallyport.json.JsonNumber;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonParseException;
import dev.sallyport.json.JsonString;
import dev.sallyport.json.JsonValue;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.Optional;

/**
 * One line of the log: a JSON object whose last member authenticates all before it.
 *
 * @param body the members before the hash
 * @param hash authentication code of the line up to the hash
 */
record AuditLine(JsonObject body, String hash) {
    /** What the first line of a file gives as the hash before it. */
    static final String NO_LINE = "0".repeat(64);

    /** Longest line, without its end; a line of ours is far shorter. */
    static final int MAX_LENGTH = 16_384;

    private static final String HASH_MEMBER = ",\"hash\":\"";
    private static final int SUFFIX_LENGTH = HASH_MEMBER.length() + NO_LINE.length() + 2;

    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    /** The members of a line, in order; what is not known is null, so that all lines look alike. */
    static JsonObject body(AuditEvent event) {
        return JsonObject.builder()
                .put("time", time(event.time()))
                .put("call", event.call())
                .put("caller", event.caller())
                .put("tool", text(event.tool()))
                .put("source", text(event.source()))
                .put("database", text(event.database()))
                .put("decision", event.decision().name().toLowerCase(Locale.ROOT))
                .put("code", text(event.code()))
                .put(
                        "class",
                        text(
                                event.statementClass()
                                        .map(found -> found.name().toLowerCase(Locale.ROOT))))
                .put("fp", text(event.fingerprint()))
                .put("rows", number(event.result().map(AuditEvent.Result::rows)))
                .put("bytes", number(event.result().map(AuditEvent.Result::bytes)))
                .put(
                        "truncated",
                        event.result()
                                .<JsonValue>map(result -> JsonBoolean.of(result.truncated()))
                                .orElse(JsonNull.NULL))
                .put("duration_ms", event.duration().toMillis())
                .build();
    }

    /** The line that says that the one before it was cut short. */
    static JsonObject cutShort(Instant time) {
        return JsonObject.builder()
                .put("time", time(time))
                .put("decision", "failed")
                .put("code", AuditProblem.CUT_SHORT.code())
                .build();
    }

    /** The text of a line, without its end. */
    static String seal(JsonObject body, HmacKey key) {
        String text = Json.text(body);
        String open = text.substring(0, text.length() - 1);
        return open + HASH_MEMBER + key.hex(open) + "\"}";
    }

    /** Reads a line; empty where it is not one that was written with this key. */
    static Optional<AuditLine> open(String line, HmacKey key) {
        int end = line.length() - SUFFIX_LENGTH;
        if (end < 1
                || line.length() > MAX_LENGTH
                || !line.startsWith(HASH_MEMBER, end)
                || !line.endsWith("\"}")) {
            return Optional.empty();
        }
        String open = line.substring(0, end);
        String hash = hashOf(line);
        if (!key.hex(open).equals(hash)) {
            return Optional.empty();
        }
        try {
            return Json.parse(open + "}") instanceof JsonObject body
                    ? Optional.of(new AuditLine(body, hash))
                    : Optional.empty();
        } catch (JsonParseException notALine) {
            return Optional.empty();
        }
    }

    /** The hash of a text that {@link #seal} returned. */
    static String hashOf(String sealed) {
        return sealed.substring(sealed.length() - 2 - NO_LINE.length(), sealed.length() - 2);
    }

    private static String time(Instant time) {
        return TIME.format(time);
    }

    private static JsonValue text(Optional<String> text) {
        return text.<JsonValue>map(JsonString::new).orElse(JsonNull.NULL);
    }

    private static JsonValue number(Optional<Long> number) {
        return number.<JsonValue>map(JsonNumber::of).orElse(JsonNull.NULL);
    }
}
