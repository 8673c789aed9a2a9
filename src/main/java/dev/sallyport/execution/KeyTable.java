package dev.sallyport.execution;

import dev.sallyport.source.SourceConnection;
import dev.sallyport.sql.SqlParameter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The rows of one idempotency key in its owner's table, by statements that every engine knows.
 *
 * <p>A key is claimed in the transaction of its change, before the change: whoever comes second
 * waits for the first at the table's primary key, and then finds the row.
 */
final class KeyTable {
    private final IdempotencyKey key;
    private final String fingerprint;

    KeyTable(IdempotencyKey key, BoundStatement statement) {
        this.key = key;
        this.fingerprint = fingerprint(key, statement);
    }

    /** What an earlier call with the key did. */
    record Kept(long affectedRows, boolean sameChange) {}

    PreparedStatement claim(SourceConnection connection) throws SQLException {
        PreparedStatement claim =
                connection.prepareToWrite(
                        "INSERT INTO "
                                + key.table()
                                + " (caller, idempotency_key, fingerprint, affected_rows)"
                                + " VALUES (?, ?, ?, 0)",
                        0);
        claim.setString(1, key.caller());
        claim.setString(2, key.key());
        claim.setString(3, fingerprint);
        return claim;
    }

    PreparedStatement note(SourceConnection connection, long affectedRows) throws SQLException {
        PreparedStatement note =
                connection.prepareToWrite(
                        "UPDATE "
                                + key.table()
                                + " SET affected_rows = ? WHERE caller = ? AND idempotency_key = ?",
                        0);
        note.setLong(1, affectedRows);
        note.setString(2, key.caller());
        note.setString(3, key.key());
        return note;
    }

    PreparedStatement find(SourceConnection connection) throws SQLException {
        PreparedStatement find =
                connection.prepareToWrite(
                        "SELECT fingerprint, affected_rows FROM "
                                + key.table()
                                + " WHERE caller = ? AND idempotency_key = ?",
                        2);
        find.setString(1, key.caller());
        find.setString(2, key.key());
        return find;
    }

    /** What the statement that finds a key has found. */
    Optional<Kept> kept(PreparedStatement find) throws SQLException {
        try (ResultSet rows = find.executeQuery()) {
            return rows.next()
                    ? Optional.of(
                            new Kept(
                                    rows.getLong(2), rows.getString(1).strip().equals(fingerprint)))
                    : Optional.empty();
        }
    }

    /** Of text, values and database, each after its length, so that no two changes look alike. */
    private static String fingerprint(IdempotencyKey key, BoundStatement statement) {
        StringBuilder text = new StringBuilder();
        append(text, key.caller());
        append(text, key.key());
        append(text, statement.database().orElse(""));
        append(text, statement.sql());
        for (SqlParameter parameter : statement.parameters()) {
            switch (parameter) {
                case SqlParameter.Text(String value) -> append(text.append('t'), value);
                case SqlParameter.Numeric(var value) ->
                        append(text.append('n'), value.stripTrailingZeros().toString());
                case SqlParameter.Flag(boolean value) ->
                        append(text.append('f'), String.valueOf(value));
                case SqlParameter.Date(var value) -> append(text.append('d'), value.toString());
                case SqlParameter.Timestamp(var value) ->
                        append(text.append('s'), value.toString());
                case SqlParameter.Null() -> text.append('0');
            }
        }
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static void append(StringBuilder text, String part) {
        text.append(part.length()).append(':').append(part);
    }
}
