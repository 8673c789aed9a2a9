package dev.sallyport.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A type as Trino's driver names it: {@code array(decimal(5,2))}, {@code row(a integer,varchar)}.
 *
 * @param name without arguments: {@code timestamp with time zone}
 * @param arguments types inside it; empty where there are none, or where they cannot be told
 */
record TrinoType(String name, List<TrinoType> arguments) {
    static final TrinoType UNKNOWN = new TrinoType("", List.of());

    private static final Set<String> NESTING = Set.of("array", "map", "row");

    /** Names that can end a field: the driver writes names of fields without quotes. */
    private static final Set<String> SCALARS =
            Set.of(
                    "boolean",
                    "tinyint",
                    "smallint",
                    "integer",
                    "bigint",
                    "real",
                    "double",
                    "decimal",
                    "number",
                    "varchar",
                    "char",
                    "varbinary",
                    "json",
                    "date",
                    "time",
                    "time with time zone",
                    "timestamp",
                    "timestamp with time zone",
                    "interval day to second",
                    "interval year to month",
                    "uuid",
                    "ipaddress",
                    "variant",
                    "unknown");

    TrinoType {
        arguments = List.copyOf(arguments);
    }

    static TrinoType of(String signature) {
        int open = signature.indexOf('(');
        int close = open < 0 ? -1 : closing(signature, open);
        if (close < 0) {
            return new TrinoType(signature, List.of());
        }
        String name = signature.substring(0, open) + signature.substring(close + 1);
        if (!NESTING.contains(name)) {
            return new TrinoType(name, List.of());
        }
        List<TrinoType> arguments = new ArrayList<>();
        for (String argument : parts(signature.substring(open + 1, close))) {
            arguments.add(name.equals("row") ? field(argument) : of(argument));
        }
        return new TrinoType(name, arguments);
    }

    /** The type inside at an index; the unknown one where there is none. */
    TrinoType argument(int index) {
        return index < arguments.size() ? arguments.get(index) : UNKNOWN;
    }

    /** A type, with the name of the field before it or without. */
    private static TrinoType field(String text) {
        for (int from = 0; from >= 0; from = after(text, from)) {
            Optional<TrinoType> type = known(text.substring(from));
            if (type.isPresent()) {
                return type.get();
            }
        }
        return of(text.substring(text.lastIndexOf(' ') + 1));
    }

    private static int after(String text, int from) {
        int blank = text.indexOf(' ', from);
        return blank < 0 ? -1 : blank + 1;
    }

    private static Optional<TrinoType> known(String text) {
        TrinoType type = of(text);
        boolean known =
                NESTING.contains(type.name) ? text.indexOf('(') > 0 : SCALARS.contains(type.name);
        return known ? Optional.of(type) : Optional.empty();
    }

    private static int closing(String text, int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            if (text.charAt(i) == '(') {
                depth++;
            } else if (text.charAt(i) == ')') {
                depth--;
                if (depth == 0) {
                    return i;
                }
            }
        }
        return -1;
    }

    /** What commas outside of brackets part. */
    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            } else if (c == ',' && depth == 0) {
                parts.add(text.substring(from, i).strip());
                from = i + 1;
            }
        }
        parts.add(text.substring(from).strip());
        return parts;
    }
}
