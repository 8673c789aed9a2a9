package dev.sallyport.tool;

import dev.sallyport.audit.HmacKey;
import dev.sallyport.call.Caller;
import dev.sallyport.json.Json;
import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonNull;
import dev.sallyport.json.JsonString;
import dev.sallyport.json.JsonValue;
import dev.sallyport.result.ResultRows;
import dev.sallyport.sql.SqlParameter;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Cursors that continue an answer: how many rows the caller has and until when that counts, with an
 * authentication code over both and over caller, source, database, statement and values, under a
 * key of this process. Nothing is kept for them. Thread-safe.
 */
final class PageCursors {
    static final Duration LIFETIME = Duration.ofMinutes(10);

    /** Rows that an answer may lie behind the first: they are read past for every page. */
    static final int MAX_SKIPPED = 1_000_000;

    private static final int KEY_BYTES = 32;
    private static final int CLAIM_BYTES = 2 * Integer.BYTES;
    private static final int CODE_BYTES = 16;

    private final InstantSource clock;
    private @Nullable HmacKey key;

    /** Where a call begins to read. */
    sealed interface Position {}

    /** Behind this many rows. */
    record At(int rows) implements Position {}

    /** Nowhere: its cursor does not hold. */
    record Invalid(Problem problem) implements Position {}

    PageCursors(InstantSource clock) {
        this.clock = clock;
    }

    /** Where a call begins to read, by its cursor or the rows that it counts itself. */
    Position position(ToolAction.RunStatement statement, Caller caller) {
        Optional<String> cursor = statement.paging().cursor();
        if (cursor.isEmpty()) {
            return new At(statement.paging().offset());
        }
        Optional<byte[]> decoded = decoded(cursor.get());
        if (decoded.isEmpty()) {
            return foreign();
        }
        byte[] claim = Arrays.copyOf(decoded.get(), CLAIM_BYTES);
        byte[] code = Arrays.copyOfRange(decoded.get(), CLAIM_BYTES, decoded.get().length);
        if (!MessageDigest.isEqual(code, code(claim, statement, caller))) {
            return foreign();
        }
        ByteBuffer fields = ByteBuffer.wrap(claim);
        int rows = fields.getInt();
        long until = Integer.toUnsignedLong(fields.getInt());
        return clock.instant().getEpochSecond() < until
                ? new At(rows)
                : new Invalid(
                        Problem.of(
                                CallProblem.CURSOR_EXPIRED,
                                "A cursor lasts "
                                        + LIFETIME.toMinutes()
                                        + " minutes. Send the call without cursor, from the first"
                                        + " row."));
    }

    /** Which page an answer is; empty where its call offers none. */
    Optional<ToolOutcome.Page> page(
            ToolAction.RunStatement statement, Caller caller, int skipped, ResultRows rows) {
        if (!statement.paging().offered()) {
            return Optional.empty();
        }
        int read = skipped + rows.rowCount();
        // A row that does not fit by itself would be cut off again.
        boolean more = rows.truncation().isPresent() && rows.rowCount() > 0 && read <= MAX_SKIPPED;
        return Optional.of(
                new ToolOutcome.Page(
                        skipped,
                        more ? Optional.of(cursor(read, statement, caller)) : Optional.empty(),
                        OrderBy.isOfAllRows(statement.request().sql())));
    }

    private String cursor(int rows, ToolAction.RunStatement statement, Caller caller) {
        long until = clock.instant().plus(LIFETIME).getEpochSecond();
        byte[] claim = ByteBuffer.allocate(CLAIM_BYTES).putInt(rows).putInt((int) until).array();
        byte[] all = Arrays.copyOf(claim, CLAIM_BYTES + CODE_BYTES);
        System.arraycopy(code(claim, statement, caller), 0, all, CLAIM_BYTES, CODE_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }

    private byte[] code(byte[] claim, ToolAction.RunStatement statement, Caller caller) {
        byte[] bound = binding(statement, caller).getBytes(StandardCharsets.UTF_8);
        byte[] message = Arrays.copyOf(claim, CLAIM_BYTES + bound.length);
        System.arraycopy(bound, 0, message, CLAIM_BYTES, bound.length);
        return Arrays.copyOf(key().of(message), CODE_BYTES);
    }

    /** Made by the first cursor: a start need not wait for the source of randomness. */
    private synchronized HmacKey key() {
        if (key == null) {
            byte[] random = new byte[KEY_BYTES];
            new SecureRandom().nextBytes(random);
            key = new HmacKey(random);
        }
        return key;
    }

    private static Optional<byte[]> decoded(String cursor) {
        try {
            // Longer ones are not even decoded.
            byte[] all =
                    cursor.length() > 4 * (CLAIM_BYTES + CODE_BYTES)
                            ? new byte[0]
                            : Base64.getUrlDecoder().decode(cursor);
            return all.length == CLAIM_BYTES + CODE_BYTES ? Optional.of(all) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** All that a cursor is bound to, in a form that two calls share only if they are the same. */
    private static String binding(ToolAction.RunStatement statement, Caller caller) {
        List<JsonValue> bound = new ArrayList<>();
        bound.add(new JsonString(caller.name()));
        bound.add(new JsonString(statement.source().name()));
        bound.add(
                statement
                        .request()
                        .defaultDatabase()
                        .<JsonValue>map(JsonString::new)
                        .orElse(JsonNull.NULL));
        bound.add(new JsonString(statement.request().sql()));
        for (SqlParameter parameter : statement.parameters()) {
            bound.add(
                    new JsonString(
                            switch (parameter) {
                                case SqlParameter.Text(String value) -> "t" + value;
                                case SqlParameter.Numeric(BigDecimal value) -> "n" + value;
                                case SqlParameter.Flag(boolean value) -> "f" + value;
                                case SqlParameter.Date(LocalDate value) -> "d" + value;
                                case SqlParameter.Timestamp(LocalDateTime value) -> "s" + value;
                                case SqlParameter.Null() -> "";
                            }));
        }
        return Json.text(new JsonArray(bound));
    }

    private static Invalid foreign() {
        return new Invalid(
                Problem.of(
                        CallProblem.BAD_CURSOR,
                        "A cursor continues the very call that was answered with it: the same sql,"
                                + " params, source and database, by the same caller, before a"
                                + " restart. Send the call without cursor, from the first row."));
    }
}
