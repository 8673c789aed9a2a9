package dev.sallyport.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Words, literals and full stops of a copybook. */
final class CopybookLexer {
    private static final Set<String> PICTURE = Set.of("PIC", "PICTURE");
    private static final Set<String> LISTING = Set.of("CBL", "CONTROL");

    private final CopybookText text;
    private final Map<String, String> replacing;
    private final Copybook.Problems problems;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private CopybookLexer(
            CopybookText text, Map<String, String> replacing, Copybook.Problems problems) {
        this.text = text;
        this.replacing = replacing;
        this.problems = problems;
    }

    /** What a token is. */
    enum Kind {
        WORD,
        LITERAL,
        STOP
    }

    /**
     * A token.
     *
     * @param text a word in capitals, a literal without its quotes
     */
    record Token(Kind kind, String text, int line, int column) {
        boolean is(String... words) {
            return kind == Kind.WORD && Set.of(words).contains(text);
        }
    }

    static List<Token> tokens(
            CopybookText text, Map<String, String> replacing, Copybook.Problems problems) {
        CopybookLexer lexer = new CopybookLexer(text, replacing, problems);
        lexer.run();
        return lexer.tokens;
    }

    private void run() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c) || c == ',' || c == ';') {
                at++;
            } else if (c == '*' && (next() == '>' || isListing())) {
                // A comment, or a word to the compiler about its listing.
                while (at < text.length() && text.charAt(at) != '\n') {
                    at++;
                }
            } else if (c == '"' || c == '\'') {
                literal(at);
            } else if (c == '.' && isEnd(at + 1)) {
                add(Kind.STOP, ".", at);
                at++;
            } else if ("XNZGHxnzgh".indexOf(c) >= 0 && (next() == '"' || next() == '\'')) {
                int start = at;
                at++;
                literal(start);
            } else if ("NG".indexOf(Character.toUpperCase(c)) >= 0
                    && Character.toUpperCase(next()) == 'X'
                    && isQuote(at + 2)) {
                int start = at;
                at += 2;
                literal(start);
            } else {
                word();
            }
        }
    }

    private boolean isQuote(int index) {
        return index < text.length() && (text.charAt(index) == '"' || text.charAt(index) == '\'');
    }

    /** Whether it is {@code *CBL} or {@code *CONTROL}. */
    private boolean isListing() {
        StringBuilder word = new StringBuilder();
        for (int i = at + 1; i < text.length() && Character.isLetter(text.charAt(i)); i++) {
            word.append(Character.toUpperCase(text.charAt(i)));
        }
        return LISTING.contains(word.toString());
    }

    private char next() {
        return at + 1 < text.length() ? text.charAt(at + 1) : '\n';
    }

    private boolean isEnd(int index) {
        return index >= text.length() || Character.isWhitespace(text.charAt(index));
    }

    private void literal(int start) {
        char quote = text.charAt(at);
        StringBuilder value = new StringBuilder();
        int i = at + 1;
        while (i < text.length() && text.charAt(i) != '\n') {
            if (text.charAt(i) != quote) {
                value.append(text.charAt(i));
            } else if (i + 1 < text.length() && text.charAt(i + 1) == quote) {
                value.append(quote);
                i++;
            } else {
                add(Kind.LITERAL, value.toString(), start);
                at = i + 1;
                return;
            }
            i++;
        }
        problems.add(text.line(start), text.column(start), "the literal does not end");
        add(Kind.LITERAL, value.toString(), start);
        at = i;
    }

    /** Up to a blank; commas part words, except in a picture. */
    private void word() {
        int start = at;
        boolean picture = isPicture();
        while (at < text.length()) {
            char c = text.charAt(at);
            boolean parts = !picture && (c == ',' || c == ';' || c == '"' || c == '\'');
            if (Character.isWhitespace(c) || parts || (c == '.' && isEnd(at + 1))) {
                break;
            }
            if (picture && (c == ',' || c == ';') && isEnd(at + 1)) {
                break;
            }
            at++;
        }
        StringBuilder word = new StringBuilder();
        for (int i = start; i < at; i++) {
            word.append(text.charAt(i));
        }
        add(Kind.WORD, replaced(word.toString().toUpperCase(Locale.ROOT)), start);
    }

    private String replaced(String word) {
        String replaced = word;
        for (Map.Entry<String, String> part : replacing.entrySet()) {
            replaced =
                    replaced.replace(
                            part.getKey().toUpperCase(Locale.ROOT),
                            part.getValue().toUpperCase(Locale.ROOT));
        }
        return replaced;
    }

    private boolean isPicture() {
        if (tokens.isEmpty()) {
            return false;
        }
        Token last = tokens.getLast();
        return last.is("PIC", "PICTURE")
                || (last.is("IS")
                        && tokens.size() > 1
                        && PICTURE.contains(tokens.get(tokens.size() - 2).text()));
    }

    private void add(Kind kind, String value, int index) {
        tokens.add(new Token(kind, value, text.line(index), text.column(index)));
    }
}
