package dev.sallyport.audit;

import dev.sallyport.json.Json;
import dev.sallyport.json.JsonNull;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonString;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.Optional;

/**
 * The beginning of a line: the members of a JSON object that is left open; for one thread.
 *
 * <p>Written as text at once, and not by way of JSON values, because every call waits for it.
 */
final class LineMembers {
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    /** The end of a time: three digits and the zone. */
    private static final int MILLIS_LENGTH = "000Z".length();

    private static final int NANOS_OF_MILLI = 1_000_000;

    /** The last second that was written: a call is written twice, and others came with it. */
    private static volatile Second lastSecond = new Second(Instant.EPOCH);

    private final StringBuilder text = new StringBuilder(512);

    LineMembers time(Instant time) {
        Second second = lastSecond;
        if (second.epochSecond != time.getEpochSecond()) {
            second = new Second(time);
            lastSecond = second;
        }
        int millis = time.getNano() / NANOS_OF_MILLI;
        name("time").append('"').append(second.text);
        text.append((char) ('0' + millis / 100))
                .append((char) ('0' + millis / 10 % 10))
                .append((char) ('0' + millis % 10))
                .append("Z\"");
        return this;
    }

    LineMembers text(String name, String value) {
        name(name);
        if (isPlain(value)) {
            text.append('"').append(value).append('"');
        } else {
            text.append(Json.text(new JsonString(value)));
        }
        return this;
    }

    LineMembers text(String name, Optional<String> value) {
        return value.isPresent() ? text(name, value.get()) : unknown(name);
    }

    LineMembers number(String name, Optional<Long> value) {
        if (value.isEmpty()) {
            return unknown(name);
        }
        name(name).append(value.get().longValue());
        return this;
    }

    LineMembers flag(String name, Optional<Boolean> value) {
        if (value.isEmpty()) {
            return unknown(name);
        }
        name(name).append(value.get().booleanValue());
        return this;
    }

    /** The same member of another object, which may not have it. */
    LineMembers value(String name, JsonObject other) {
        name(name).append(Json.text(other.member(name).orElse(JsonNull.NULL)));
        return this;
    }

    private LineMembers unknown(String name) {
        name(name).append("null");
        return this;
    }

    private StringBuilder name(String name) {
        return text.append(text.isEmpty() ? "{\"" : ",\"").append(name).append("\":");
    }

    /** Whether a text is the same in JSON: of ASCII, with nothing that could need an escape. */
    private static boolean isPlain(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\' || c == '/') {
                return false;
            }
        }
        return true;
    }

    /** The line so far: an object without its end. */
    @Override
    public String toString() {
        return text.toString();
    }

    /** One second as a time begins with it. */
    private static final class Second {
        private final long epochSecond;
        private final String text;

        Second(Instant time) {
            this.epochSecond = time.getEpochSecond();
            String whole = TIME.format(Instant.ofEpochSecond(epochSecond));
            this.text = whole.substring(0, whole.length() - MILLIS_LENGTH);
        }
    }
}
