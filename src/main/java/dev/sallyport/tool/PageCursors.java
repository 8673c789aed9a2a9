package dev.sallyport.tool;

import dev.sallyport.audit.HmacKey;
import dev.sallyport.call.Caller;
import dev.sallyport.execution.PagedRead;
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
 * Cursors that continue an answer: how many rows the caller has, until when that counts and, where
 * a result is open for it, the lease of that, with an authentication code over all of these and
 * over caller, source, database, statement and values, under a key of this process. Nothing is kept
 * for the cursor itself. Thread-safe.
 */
final class PageCursors {
    static final Duration LIFETIME = Duration.ofMinutes(10);

    /** Rows that an answer may lie behind the first: they are read past for every page. */
    static final int MAX_SKIPPED = 1_000_000;

    private static final int KEY_BYTES = 32;
    private static final int CLAIM_BYTES = 2 * Integer.BYTES;
    private static final int LEASE_BYTES = Long.BYTES;
    private static final int CODE_BYTES = 16;

    private final InstantSource clock;
    private @Nullable HmacKey key;

    /** Where a call begins to read. */
    sealed interface Position {}

    /** Behind this many rows, by a lease where there is one. */
    record At(int rows, long lease) implements Position {}

    /** Nowhere: its cursor does not hold. */
    record Invalid(Problem problem) implements Position {}

    PageCursors(InstantSource clock) {
        this.clock = clock;
    }

    /** Where a call begins to read, by its cursor or the rows that it counts itself. */
    Position position(ToolAction.RunStatement statement, Caller caller) {
        Optional<String> cursor = statement.paging().cursor();
        if (cursor.isEmpty()) {
            return new At(statement.paging().offset(), PagedRead.NO_LEASE);
        }
        Optional<byte[]> decoded = decoded(cursor.get());
        if (decoded.isEmpty()) {
            return foreign();
        }
        int length = decoded.get().length - CODE_BYTES;
        byte[] claim = Arrays.copyOf(decoded.get(), length);
        byte[] code = Arrays.copyOfRange(decoded.get(), length, decoded.get().length);
        if (!MessageDigest.isEqual(code, code(claim, statement, caller))) {
            return foreign();
        }
        ByteBuffer fields = ByteBuffer.wrap(claim);
        int rows = fields.getInt();
        long until = Integer.toUnsignedLong(fields.getInt());
        long lease = fields.hasRemaining() ? fields.getLong() : PagedRead.NO_LEASE;
        return clock.instant().getEpochSecond() < until
                ? new At(rows, lease)
                : new Invalid(
                        Problem.of(
                                CallProblem.CURSOR_EXPIRED,
                                "A cursor lasts "
                                        + LIFETIME.toMinutes()
                                        + " minutes. Send the call without cursor, from the first"
                                        + " row."));
    }

    /**
     * Which page an answer is; empty where its call offers none.
     *
     * @param read how the rows were read, and whether their result is open
     */
    Optional<ToolOutcome.Page> page(
            ToolAction.RunStatement statement,
            Caller caller,
            int skipped,
            ResultRows rows,
            PagedRead read) {
        if (!statement.paging().offered()) {
            return Optional.empty();
        }
        int last = skipped + rows.rowCount();
        // A row that does not fit by itself would be cut off again.
        boolean more = rows.truncation().isPresent() && rows.rowCount() > 0 && last <= MAX_SKIPPED;
        return Optional.of(
                new ToolOutcome.Page(
                        skipped,
                        more
                                ? Optional.of(cursor(last, read.lease(), statement, caller))
                                : Optional.empty(),
                        read.held() || (skipped == 0 && read.lease() != PagedRead.NO_LEASE),
                        more && OrderBy.isOfAllRows(statement.request().sql())));
    }

    private String cursor(int rows, long lease, ToolAction.RunStatement statement, Caller caller) {
        long until = clock.instant().plus(LIFETIME).getEpochSecond();
        boolean leased = lease != PagedRead.NO_LEASE;
        ByteBuffer fields =
                ByteBuffer.allocate(CLAIM_BYTES + (leased ? LEASE_BYTES : 0))
                        .putInt(rows)
                        .putInt((int) until);
        byte[] claim = (leased ? fields.putLong(lease) : fields).array();
        byte[] all = Arrays.copyOf(claim, claim.length + CODE_BYTES);
        System.arraycopy(code(claim, statement, caller), 0, all, claim.length, CODE_BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }

    /** With the length of the claim, so that no two messages are alike. */
    private byte[] code(byte[] claim, ToolAction.RunStatement statement, Caller caller) {
        byte[] bound = binding(statement, caller).getBytes(StandardCharsets.UTF_8);
        byte[] message =
                ByteBuffer.allocate(1 + claim.length + bound.length)
                        .put((byte) claim.length)
                        .put(claim)
                        .put(bound)
                        .array();
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
                    cursor.length() > 4 * (CLAIM_BYTES + LEASE_BYTES + CODE_BYTES)
                            ? new byte[0]
                            : Base64.getUrlDecoder().decode(cursor);
            int claim = all.length - CODE_BYTES;
            return claim == CLAIM_BYTES || claim == CLAIM_BYTES + LEASE_BYTES
                    ? Optional.of(all)
                    : Optional.empty();
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
