package dev.sallyport.guard;

import dev.sallyport.sql.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A second, plainer lexer, for the tests alone: it knows no more than where literals, comments and
 * quoted names begin and end in a dialect as the vendor documents it. It shares nothing with the
 * guard's, so that a mistake of one shows as a disagreement with the other.
 */
final class TestLexer {
    enum Kind {
        WORD,
        NUMBER,
        STRING,
        QUOTED_NAME,
        SYMBOL
    }

    record Piece(Kind kind, String text, int start, int end) {
        /** Text that can be compared: live words and symbols only. */
        String key() {
            return switch (kind) {
                case WORD, SYMBOL -> text.toLowerCase(Locale.ROOT);
                case NUMBER -> "0";
                case STRING -> "''";
                case QUOTED_NAME -> "\"\"";
            };
        }
    }

    private static final Set<String> NESTED = Set.of("tsql", "postgres", "duckdb", "h2");
    private static final Set<String> BACKTICKS = Set.of("mysql", "mariadb", "sqlite");
    private static final Set<String> BRACKETS = Set.of("tsql", "sqlite");
    private static final Set<String> DOLLARS = Set.of("postgres", "duckdb", "h2");
    private static final Set<String> MYSQL = Set.of("mysql", "mariadb");

    private final String name;
    private final String sql;
    private final List<Piece> pieces = new ArrayList<>();
    private int at;

    private TestLexer(Dialect dialect, String sql) {
        this.name = dialect.name();
        this.sql = sql;
    }

    /** The pieces of a text; what does not end runs to the end of the text. */
    static List<Piece> pieces(Dialect dialect, String sql) {
        TestLexer lexer = new TestLexer(dialect, sql);
        lexer.run();
        return lexer.pieces;
    }

    private void run() {
        while (at < sql.length()) {
            if (Character.isWhitespace(sql.charAt(at)) || comment()) {
                if (at < sql.length() && Character.isWhitespace(sql.charAt(at))) {
                    at++;
                }
                continue;
            }
            int start = at;
            Kind kind = piece();
            pieces.add(new Piece(kind, sql.substring(start, at), start, at));
        }
    }

    private boolean comment() {
        boolean mysql = MYSQL.contains(name);
        if (sql.startsWith("--", at) && (!mysql || endsOrBlank(at + 2))
                || mysql && sql.charAt(at) == '#'
                || (name.equals("h2") || name.equals("hsqldb")) && sql.startsWith("//", at)) {
            while (at < sql.length() && sql.charAt(at) != '\n' && sql.charAt(at) != '\r') {
                at++;
            }
            return true;
        }
        if (!sql.startsWith("/*", at)) {
            return false;
        }
        int depth = 1;
        at += 2;
        while (at < sql.length() && depth > 0) {
            if (sql.startsWith("*/", at)) {
                depth--;
                at += 2;
            } else if (NESTED.contains(name) && sql.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else {
                at++;
            }
        }
        return true;
    }

    private boolean endsOrBlank(int index) {
        return index >= sql.length() || sql.charAt(index) <= ' ';
    }

    private Kind piece() {
        char c = sql.charAt(at);
        if (c == '\'') {
            quoted('\'', MYSQL.contains(name), true);
            return Kind.STRING;
        }
        if (c == '"') {
            quoted('"', MYSQL.contains(name), true);
            return MYSQL.contains(name) ? Kind.STRING : Kind.QUOTED_NAME;
        }
        if (c == '`' && BACKTICKS.contains(name)) {
            quoted('`', false, true);
            return Kind.QUOTED_NAME;
        }
        if (c == '[' && BRACKETS.contains(name)) {
            quoted(']', false, name.equals("tsql"));
            return Kind.QUOTED_NAME;
        }
        if (c == '$' && DOLLARS.contains(name) && dollars()) {
            return Kind.STRING;
        }
        if (isWord(c)) {
            return word();
        }
        at++;
        return Kind.SYMBOL;
    }

    private Kind word() {
        int start = at;
        while (at < sql.length() && isWord(sql.charAt(at))) {
            at++;
        }
        String word = sql.substring(start, at).toLowerCase(Locale.ROOT);
        boolean quoteFollows = at < sql.length() && sql.charAt(at) == '\'';
        if (quoteFollows && word.equals("e") && DOLLARS.contains(name) && !name.equals("h2")) {
            quoted('\'', true, true);
            while (name.equals("postgres") && goesOn()) {
                quoted('\'', true, true);
            }
            return Kind.STRING;
        }
        if (quoteFollows && (word.equals("q") || word.equals("nq")) && name.equals("oracle")) {
            alternative();
            return Kind.STRING;
        }
        return Character.isDigit(word.charAt(0)) ? Kind.NUMBER : Kind.WORD;
    }

    /** In PostgreSQL a literal goes on in the next line, with the escapes of its first piece. */
    private boolean goesOn() {
        int end = at;
        while (end < sql.length() && sql.charAt(end) <= ' ') {
            end++;
        }
        boolean next =
                end < sql.length()
                        && sql.charAt(end) == '\''
                        && sql.substring(at, end).contains("\n");
        at = next ? end : at;
        return next;
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c == '#' || c > 0x7f;
    }

    private void quoted(char end, boolean backslash, boolean doubled) {
        at++;
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (c == '\\' && backslash) {
                at = Math.min(sql.length(), at + 2);
            } else if (c != end) {
                at++;
            } else if (doubled && at + 1 < sql.length() && sql.charAt(at + 1) == end) {
                at += 2;
            } else {
                at++;
                return;
            }
        }
    }

    private boolean dollars() {
        int i = at + 1;
        while (i < sql.length() && isWord(sql.charAt(i)) && sql.charAt(i) != '$') {
            i++;
        }
        if (i >= sql.length()
                || sql.charAt(i) != '$'
                || i > at + 1 && (Character.isDigit(sql.charAt(at + 1)) || name.equals("h2"))) {
            return false;
        }
        String tag = sql.substring(at, i + 1);
        int end = sql.indexOf(tag, i + 1);
        at = end < 0 ? sql.length() : end + tag.length();
        return true;
    }

    private void alternative() {
        at++;
        if (at >= sql.length()) {
            return;
        }
        char open = sql.charAt(at);
        char close =
                switch (open) {
                    case '[' -> ']';
                    case '{' -> '}';
                    case '(' -> ')';
                    case '<' -> '>';
                    default -> open;
                };
        int end = sql.indexOf(close + "'", at + 1);
        at = end < 0 ? sql.length() : end + 2;
    }
}
