package dev.sallyport.audit;

import dev.sallyport.json.Json;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonParseException;
import java.time.Instant;
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

    private static final String FAILED = "failed";
    private static final String HASH_MEMBER = ",\"hash\":\"";
    private static final int SUFFIX_LENGTH = HASH_MEMBER.length() + NO_LINE.length() + 2;

    /**
     * The members of a line, in order, without those of the chain; what is not known is null, so
     * that all lines look alike.
     */
    static String members(AuditEvent event) {
        Optional<AuditEvent.Result> result = event.result();
        return begun(event)
                .text("decision", lowerCase(event.decision()))
                .text("code", event.code())
                .text("class", event.statementClass().map(AuditLine::lowerCase))
                .text("fp", event.fingerprint())
                .number("rows", result.map(AuditEvent.Result::rows))
                .number("bytes", result.map(AuditEvent.Result::bytes))
                .flag("truncated", result.map(AuditEvent.Result::truncated))
                .number("duration_ms", Optional.of(event.duration().toMillis()))
                .toString();
    }

    /** What both a line and a note begin with. */
    private static LineMembers begun(AuditEvent event) {
        return new LineMembers()
                .time(event.time())
                .text("call", event.call())
                .text("caller", event.caller())
                .text("tool", event.tool())
                .text("source", event.source())
                .text("database", event.database());
    }

    /** The members of the line that says that the one before it was cut short. */
    static String cutShort(Instant time) {
        return new LineMembers()
                .time(time)
                .text("decision", FAILED)
                .text("code", AuditProblem.CUT_SHORT.code())
                .toString();
    }

    /** The members of the note of a call that is about to run: what its line cannot do without. */
    static String note(AuditEvent event) {
        return begun(event)
                .text("class", event.statementClass().map(AuditLine::lowerCase))
                .text("fp", event.fingerprint())
                .number("duration_ms", Optional.of(event.duration().toMillis()))
                .toString();
    }

    /** The members of the line of a call of which only its note is left. */
    static String unfinished(JsonObject note) {
        return new LineMembers()
                .value("time", note)
                .value("call", note)
                .value("caller", note)
                .value("tool", note)
                .value("source", note)
                .value("database", note)
                .text("decision", FAILED)
                .text("code", AuditProblem.UNFINISHED.code())
                .value("class", note)
                .value("fp", note)
                .value("rows", note)
                .value("bytes", note)
                .value("truncated", note)
                .value("duration_ms", note)
                .toString();
    }

    /** The text of a line that follows another, without its end. */
    static String seal(String members, String previousHash, HmacKey key) {
        return seal(members + ",\"prev\":\"" + previousHash + "\"", key);
    }

    /** The text of a line that is not part of a chain, without its end. */
    static String seal(String members, HmacKey key) {
        return members + HASH_MEMBER + key.hex(members) + "\"}";
    }

    /** Reads a line; empty where it is not one that was written with this key. */
    static Optional<AuditLine> open(String line, HmacKey key) {
        Optional<String> hash = hash(line, key);
        if (hash.isEmpty()) {
            return Optional.empty();
        }
        try {
            String members = line.substring(0, line.length() - SUFFIX_LENGTH);
            return Json.parse(members + "}") instanceof JsonObject body
                    ? Optional.of(new AuditLine(body, hash.get()))
                    : Optional.empty();
        } catch (JsonParseException notALine) {
            return Optional.empty();
        }
    }

    /** The hash of a line; empty where it is not one that was written with this key. */
    static Optional<String> hash(String line, HmacKey key) {
        int end = line.length() - SUFFIX_LENGTH;
        if (end < 1
                || line.length() > MAX_LENGTH
                || !line.startsWith(HASH_MEMBER, end)
                || !line.endsWith("\"}")) {
            return Optional.empty();
        }
        String hash = hashOf(line);
        return key.hex(line.substring(0, end)).equals(hash) ? Optional.of(hash) : Optional.empty();
    }

    /** The hash of a text that {@link #seal} returned. */
    static String hashOf(String sealed) {
        return sealed.substring(sealed.length() - 2 - NO_LINE.length(), sealed.length() - 2);
    }

    private static String lowerCase(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
