package dev.sallyport.guard;

import static java.util.Locale.ROOT;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import net.sf.jsqlparser.parser.CCJSqlParserConstants;
import net.sf.jsqlparser.parser.CCJSqlParserTokenManager;
import net.sf.jsqlparser.parser.SimpleCharStream;
import net.sf.jsqlparser.parser.StringProvider;
import net.sf.jsqlparser.parser.Token;

/**
 * What JSqlParser's lexer makes of a {@link ParserText}, without running it again on what it was
 * asked before: the text is made of a few hundred different pieces, and its lexer takes a fifth of
 * the time of a parse.
 */
final class ShownTokens extends CCJSqlParserTokenManager {
    /** Words that its lexer may take together with the words that follow. */
    private static final Set<String> JOINING =
            Words.set(
                    "CURRENT NEXT NEXTVAL SIMILAR X WITH USING IN VALUES GROUP UNIQUE DATE DATETIME TIME"
                            + " TIMESTAMP TIMESTAMPTZ");

    /** The longest piece that is kept; none that matters is nearly as long. */
    private static final int MAX_LENGTH = 40;

    private static final int MAX_PIECES = 4_096;
    private static final Map<String, List<Piece>> PIECES = new ConcurrentHashMap<>();

    private final ParserText shown;
    private final ArrayDeque<Token> ready = new ArrayDeque<>();
    private int next;

    private record Piece(int kind, String image, int begin) {}

    ShownTokens(ParserText shown) {
        super(new SimpleCharStream(new StringProvider("")));
        this.shown = shown;
    }

    @Override
    public Token getNextToken() {
        while (ready.isEmpty() && next < shown.pieces()) {
            read();
        }
        Token token = ready.poll();
        return token == null ? token(CCJSqlParserConstants.EOF, "", shown.length()) : token;
    }

    private void read() {
        int from = next++;
        if (shown.charAt(shown.begin(from)) == '"') {
            String name = shown.piece(from, next);
            if (name.indexOf(' ') < 0) {
                ready.add(
                        token(CCJSqlParserConstants.S_QUOTED_IDENTIFIER, name, shown.begin(from)));
                return;
            }
        }
        char first = shown.charAt(shown.begin(from));
        if (first == '.') {
            while (next < shown.pieces() && shown.charAt(shown.begin(next)) == '.') {
                next++;
            }
        } else if (JOINING.contains(shown.piece(from, next).toUpperCase(ROOT))) {
            // A type may have digits in brackets before the words.
            boolean type = first == 'D' || first == 'd' || first == 'T' || first == 't';
            while (next < shown.pieces() && isPart(shown.charAt(shown.begin(next)), type)) {
                next++;
            }
        }
        for (Piece piece : pieces(shown.piece(from, next))) {
            ready.add(token(piece.kind(), piece.image(), shown.begin(from) + piece.begin()));
        }
    }

    private static boolean isPart(char c, boolean type) {
        return Character.isLetter(c) || (type && (c == '(' || c == ')' || c == '1'));
    }

    private static List<Piece> pieces(String text) {
        List<Piece> known = PIECES.get(text);
        if (known != null) {
            return known;
        }
        List<Piece> pieces = lex(text);
        if (PIECES.size() < MAX_PIECES && text.length() <= MAX_LENGTH) {
            PIECES.put(text, pieces);
        }
        return pieces;
    }

    private static List<Piece> lex(String text) {
        CCJSqlParserTokenManager lexer =
                new CCJSqlParserTokenManager(new SimpleCharStream(new StringProvider(text)));
        List<Piece> pieces = new ArrayList<>();
        for (Token token = lexer.getNextToken();
                token.kind != CCJSqlParserConstants.EOF;
                token = lexer.getNextToken()) {
            pieces.add(new Piece(token.kind, token.image, token.absoluteBegin - 1));
        }
        return List.copyOf(pieces);
    }

    private static Token token(int kind, String image, int begin) {
        Token token = Token.newToken(kind, image);
        // The parser's own lexer counts from one.
        token.absoluteBegin = begin + 1;
        token.absoluteEnd = token.absoluteBegin + image.length();
        return token;
    }
}
