package dev.sallyport.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A row of {@code SHOW GRANTS}, as MySQL and MariaDB write it. */
sealed interface MySqlGrant {
    /**
     * A privilege.
     *
     * @param privilege in upper case, as {@code SELECT}
     * @param columns as {@code (`a`, `b`)}; empty where it is on all of them
     * @param level what it is on, as an administrator writes it
     * @param database the name of a database or a pattern of names; {@code *} for all
     * @param object the table or routine; {@code *} for all
     */
    record Right(String privilege, String columns, String level, String database, String object) {
        boolean isGlobal() {
            return database.equals("*");
        }

        /** As an administrator writes it, before ON. */
        String written() {
            return columns.isEmpty() ? privilege : privilege + " " + columns;
        }
    }

    /**
     * Privileges.
     *
     * @param everybody whether they are those of {@code PUBLIC}
     */
    record Rights(List<Right> rights, boolean everybody) implements MySqlGrant {}

    /** Roles, as an administrator writes them. */
    record Roles(List<String> names) implements MySqlGrant {}

    /** What is taken away again from what is granted on everything. */
    record Revoked(List<Right> rights) implements MySqlGrant {}

    /** Which role is on from the start: no right. */
    record DefaultRole() implements MySqlGrant {}

    /** Something else, which may be any right. */
    record NotUnderstood() implements MySqlGrant {}

    static MySqlGrant of(String row) {
        return new Reader(row).grant();
    }

    /** Reads a row up to its {@code TO}: what comes after it, servers do not always quote. */
    final class Reader {
        private static final List<String> KINDS =
                List.of("TABLE", "FUNCTION", "PROCEDURE", "PACKAGE", "BODY");

        private final String row;
        private final List<String> tokens = new ArrayList<>();
        private int end;
        private int next;

        Reader(String row) {
            this.row = row;
            while (end < row.length()) {
                char c = row.charAt(end);
                if (Character.isWhitespace(c)) {
                    end++;
                    continue;
                }
                int start = end;
                if (c == '`' || c == '\'') {
                    endOfQuoted(c);
                } else if (isOfWord(c)) {
                    while (end < row.length() && isOfWord(row.charAt(end))) {
                        end++;
                    }
                } else {
                    end++;
                }
                String token = row.substring(start, end);
                tokens.add(token);
                if (token.equals("TO") || token.equals("FROM")) {
                    return;
                }
            }
        }

        private void endOfQuoted(char quote) {
            end++;
            while (end < row.length()) {
                if (row.charAt(end++) == quote) {
                    if (end < row.length() && row.charAt(end) == quote) {
                        end++;
                    } else {
                        return;
                    }
                }
            }
        }

        private static boolean isOfWord(char c) {
            return Character.isLetterOrDigit(c) || c == '_' || c == '$';
        }

        MySqlGrant grant() {
            String first = take();
            if (first.equals("SET")) {
                return new DefaultRole();
            }
            if (!first.equals("GRANT") && !first.equals("REVOKE")) {
                return new NotUnderstood();
            }
            List<String> names = new ArrayList<>();
            List<String> columns = new ArrayList<>();
            do {
                StringBuilder name = new StringBuilder();
                while (!List.of("", "(", ",", "ON", "TO", "FROM").contains(peek())) {
                    String token = take();
                    boolean joined = token.equals("@") || name.toString().endsWith("@");
                    name.append(name.isEmpty() || joined ? "" : " ").append(token);
                }
                names.add(name.toString());
                columns.add(peek().equals("(") ? columns() : "");
            } while (takes(","));
            String after = take();
            if (after.equals("TO")) {
                return new Roles(names);
            }
            if (!after.equals("ON")) {
                return new NotUnderstood();
            }
            Optional<Right> level =
                    names.equals(List.of("PROXY")) ? Optional.of(somebody()) : level();
            if (level.isEmpty() || !takes(first.equals("GRANT") ? "TO" : "FROM")) {
                return new NotUnderstood();
            }
            List<Right> rights = new ArrayList<>();
            for (int i = 0; i < names.size(); i++) {
                rights.add(right(names.get(i), columns.get(i), level.get()));
            }
            if (first.equals("REVOKE")) {
                return new Revoked(rights);
            }
            String rest = row.substring(end);
            if (rest.contains(" GRANT OPTION")) {
                rights.add(right("GRANT OPTION", "", level.get()));
            }
            return new Rights(rights, rest.strip().equals("PUBLIC"));
        }

        private static Right right(String privilege, String columns, Right on) {
            return new Right(
                    privilege.toUpperCase(Locale.ROOT),
                    columns,
                    on.level(),
                    on.database(),
                    on.object());
        }

        private String columns() {
            List<String> columns = new ArrayList<>();
            take();
            while (!List.of("", ")").contains(peek())) {
                String token = take();
                if (!token.equals(",")) {
                    columns.add(quoted(unquoted(token)));
                }
            }
            take();
            return "(" + String.join(", ", columns) + ")";
        }

        /** Where the privileges hold; empty where that is not understood. */
        private Optional<Right> level() {
            StringBuilder kind = new StringBuilder();
            while (KINDS.contains(peek())) {
                kind.append(take()).append(' ');
            }
            String database = take();
            if (!takes(".") || database.isEmpty()) {
                return Optional.empty();
            }
            String object = take();
            return object.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            new Right(
                                    "",
                                    "",
                                    kind + database + "." + object,
                                    unquoted(database),
                                    unquoted(object)));
        }

        private Right somebody() {
            StringBuilder login = new StringBuilder();
            while (!List.of("", "TO").contains(peek())) {
                login.append(take());
            }
            return new Right("", "", login.toString(), "", login.toString());
        }

        private String peek() {
            return next < tokens.size() ? tokens.get(next) : "";
        }

        private String take() {
            return next < tokens.size() ? tokens.get(next++) : "";
        }

        private boolean takes(String token) {
            boolean taken = peek().equals(token);
            if (taken) {
                next++;
            }
            return taken;
        }
    }

    /** A name as it is, of one that a server has written. */
    static String unquoted(String token) {
        return token.startsWith("`") && token.endsWith("`") && token.length() > 1
                ? token.substring(1, token.length() - 1).replace("``", "`")
                : token;
    }

    static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }
}
