package dev.sallyport.result;

import java.util.ArrayList;
import java.util.List;

/**
 * A type of DuckDB, read off its name: {@code STRUCT(a INTEGER, "b c" VARCHAR[])}.
 *
 * @param name the name without its arguments; {@code LIST} for lists and arrays
 * @param names of the fields, where they have names
 * @param arguments types of the fields, of the elements, or of key and value
 */
record DuckDbType(String name, List<String> names, List<DuckDbType> arguments) {
    private static final List<String> NESTED = List.of("STRUCT", "TUPLE", "UNION", "MAP");

    DuckDbType {
        names = List.copyOf(names);
        arguments = List.copyOf(arguments);
    }

    static DuckDbType parse(String text) {
        if (text.endsWith("]")) {
            DuckDbType element = parse(text.substring(0, text.lastIndexOf('[')));
            return new DuckDbType("LIST", List.of(), List.of(element));
        }
        int open = text.indexOf('(');
        String name = open < 0 ? text : text.substring(0, open);
        if (open < 0 || !NESTED.contains(name) || !text.endsWith(")")) {
            return new DuckDbType(name, List.of(), List.of());
        }
        List<String> names = new ArrayList<>();
        List<DuckDbType> arguments = new ArrayList<>();
        for (String part : parts(text.substring(open + 1, text.length() - 1))) {
            if (name.equals("STRUCT") || name.equals("UNION")) {
                int end = endOfName(part);
                names.add(unquoted(part.substring(0, end)));
                arguments.add(parse(part.substring(end).strip()));
            } else {
                arguments.add(parse(part));
            }
        }
        return new DuckDbType(name, names, arguments);
    }

    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        char quote = 0;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '(' || c == '[') {
                depth++;
            } else if (c == ')' || c == ']') {
                depth--;
            } else if (c == ',' && depth == 0) {
                parts.add(text.substring(from, i).strip());
                from = i + 1;
            }
        }
        parts.add(text.substring(from).strip());
        return parts;
    }

    private static int endOfName(String field) {
        boolean quoted = false;
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ' ' && !quoted) {
                return i;
            }
        }
        return field.length();
    }

    private static String unquoted(String name) {
        return name.startsWith("\"")
                ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
                : name;
    }
}
