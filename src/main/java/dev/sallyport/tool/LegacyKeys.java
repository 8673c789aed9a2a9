package dev.sallyport.tool;

import dev.sallyport.config.ConfigSection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The members by which a former server gave the same answer; the owner names those that its users
 * rely on.
 *
 * @param rows the rows, each an object by column
 * @param row the first row as an object, null where there is none
 * @param value the first value of the first row
 * @param count how many rows there are, or were changed
 * @param truncated whether there are more
 * @param errorType the name that the former server had for what went wrong
 * @param echo arguments of the call that are repeated
 */
record LegacyKeys(
        Optional<String> rows,
        Optional<String> row,
        Optional<String> value,
        Optional<String> count,
        Optional<String> truncated,
        Optional<String> errorType,
        List<String> echo) {
    static final LegacyKeys NONE =
            new LegacyKeys(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    List.of());

    LegacyKeys {
        echo = List.copyOf(echo);
    }

    /** Reads the section {@code legacy}. */
    static LegacyKeys read(ConfigSection in) {
        LegacyKeys keys =
                new LegacyKeys(
                        in.optionalText("rows"),
                        in.optionalText("row"),
                        in.optionalText("value"),
                        in.optionalText("count"),
                        in.optionalText("truncated"),
                        in.optionalText("error-type"),
                        in.texts("echo").orElse(List.of()));
        keys.check(in);
        return keys;
    }

    /** Of two members of one name, one would be lost. */
    private void check(ConfigSection in) {
        Set<String> names = new HashSet<>();
        Stream.concat(
                        Stream.of(rows, row, value, count, truncated, errorType)
                                .flatMap(Optional::stream),
                        echo.stream())
                .filter(name -> !names.add(name))
                .findFirst()
                .ifPresent(name -> in.problem("two members have the name " + name));
    }

    /** The same for a tool that makes changes, which answers no rows. */
    static LegacyKeys ofChange(ConfigSection in) {
        return new LegacyKeys(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                in.optionalText("count"),
                Optional.empty(),
                Optional.empty(),
                in.texts("echo").orElse(List.of()));
    }

    boolean isEmpty() {
        return equals(NONE);
    }
}
