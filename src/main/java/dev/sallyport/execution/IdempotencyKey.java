package dev.sallyport.execution;

import dev.sallyport.sql.TableName;
import java.util.Optional;

/**
 * A name that a caller gave to one change, so that it is made once however often it is sent.
 *
 * @param table where the owner lets keys be kept, as a statement names it
 * @param caller whose key it is: callers do not share keys
 * @param key 1 to {@value #MAX_LENGTH} printable characters
 */
public record IdempotencyKey(String table, String caller, String key) {
    /** Characters of a key. */
    public static final int MAX_LENGTH = 200;

    public IdempotencyKey {
        if (!isValid(key)) {
            throw new IllegalArgumentException("not an idempotency key");
        }
    }

    /** The table, parted into its names. */
    TableName tableName() {
        String[] names = table.split("\\.", -1);
        int last = names.length - 1;
        return new TableName(
                last > 1 ? Optional.of(names[last - 2]) : Optional.empty(),
                last > 0 ? Optional.of(names[last - 1]) : Optional.empty(),
                names[last]);
    }

    /** Whether a text can be a key. */
    public static boolean isValid(String key) {
        return !key.isEmpty()
                && key.length() <= MAX_LENGTH
                && key.chars().allMatch(c -> c > ' ' && c < 127);
    }

    /** The agent chose it: it must not reach a log. */
    @Override
    public String toString() {
        return "IdempotencyKey[" + table + "]";
    }
}
