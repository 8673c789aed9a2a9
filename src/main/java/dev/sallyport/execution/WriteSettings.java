package dev.sallyport.execution;

import dev.sallyport.config.ConfigSection;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the owner of a source lets changes do.
 *
 * @param withoutWhere whether an UPDATE or DELETE may do without a WHERE
 * @param maxAffectedRows rows that one change may affect
 * @param idempotencyTable where idempotency keys are kept, as a statement names it
 */
public record WriteSettings(
        boolean withoutWhere, int maxAffectedRows, Optional<String> idempotencyTable) {
    /** What holds where nothing is configured. */
    public static final WriteSettings STANDARD = new WriteSettings(false, 1_000, Optional.empty());

    /** It stands in statements as it is: nothing that would have to be quoted. */
    private static final Pattern TABLE =
            Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}(\\.[A-Za-z_][A-Za-z0-9_]{0,62}){0,2}");

    /** Reads the keys of a source's section. */
    public static WriteSettings read(ConfigSection source) {
        Optional<String> table = source.optionalText("idempotency-table");
        if (table.isPresent() && !TABLE.matcher(table.get()).matches()) {
            source.problem(
                    "idempotency-table",
                    "is a name of letters, digits and _, after its schema and a dot if need be");
            table = Optional.empty();
        }
        return new WriteSettings(
                source.flag("writes-without-where", STANDARD.withoutWhere()),
                source.section("limits")
                        .intBetween("max-affected-rows", 1, 1_000_000, STANDARD.maxAffectedRows()),
                table);
    }
}
