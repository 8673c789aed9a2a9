package dev.sallyport.guard;

import dev.sallyport.guard.Token.Gap;
import dev.sallyport.guard.Token.Kind;
import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the braces of MySQL's own grammar as the plain SQL that they stand for: {@code {d '…'}} as
 * {@code DATE '…'}, {@code {OJ …}} as brackets. It comes before every check, so that what is
 * checked, recorded and sent is one text: drivers would rewrite the braces by rules of their own.
 * All other braces stay, and are refused.
 */
final class BraceEscapes {
    private final List<Token> tokens;
    private final List<Token> plain;

    private BraceEscapes(List<Token> tokens) {
        this.tokens = tokens;
        this.plain = new ArrayList<>(tokens.size());
    }

    /** The same list where there is nothing to write otherwise. */
    static List<Token> written(List<Token> tokens, Dialect dialect) {
        if (dialect.equals(Dialects.MYSQL) || dialect.equals(Dialects.MARIADB)) {
            for (Token token : tokens) {
                if (token.isOperator("{")) {
                    return new BraceEscapes(tokens).written();
                }
            }
        }
        return tokens;
    }

    private List<Token> written() {
        // Whether each brace that is open is one of a join.
        List<Boolean> joins = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (isLiteral(i)) {
                literal(i);
                i += 3;
            } else if (token.isOperator("{")) {
                boolean join = isJoin(i);
                joins.add(join);
                plain.add(join ? sign("(", token) : token);
                i += join ? 1 : 0;
            } else if (token.isOperator("}") && !joins.isEmpty()) {
                plain.add(joins.removeLast() ? sign(")", token) : token);
            } else {
                plain.add(token);
            }
        }
        return plain;
    }

    /** A date, a time or a moment, of one string and nothing else. */
    private boolean isLiteral(int at) {
        return isOperator(at, "{")
                && at + 3 < tokens.size()
                && !type(tokens.get(at + 1)).isEmpty()
                && tokens.get(at + 2).kind() == Kind.STRING
                && isOperator(at + 3, "}");
    }

    private static String type(Token word) {
        return switch (word.keyword()) {
            case "D" -> "DATE";
            case "T" -> "TIME";
            case "TS" -> "TIMESTAMP";
            default -> "";
        };
    }

    private void literal(int at) {
        Token brace = tokens.get(at);
        Token value = tokens.get(at + 2);
        plain.add(Token.word(type(tokens.get(at + 1)), brace.offset(), apart(brace, at)));
        plain.add(
                new Token(Kind.STRING, value.text(), value.value(), "", value.offset(), Gap.BLANK));
        if (at + 4 < tokens.size()) {
            checkNext(at + 4);
        }
    }

    private void checkNext(int next) {
        Token token = tokens.get(next);
        if (token.kind() == Kind.STRING) {
            throw new Refusal(
                    RefusalReason.ESCAPE,
                    token.offset(),
                    "Write no string behind an escape: it would become a part of it.");
        }
        if (token.kind() != Kind.OPERATOR && token.gap() == Gap.NONE) {
            tokens.set(next, spaced(token));
        }
    }

    /** The word begins where a brace stood, which needs no blank before it. */
    private static Gap apart(Token brace, int at) {
        return brace.gap() == Gap.NONE && at > 0 ? Gap.BLANK : brace.gap();
    }

    private static Token spaced(Token token) {
        return new Token(
                token.kind(),
                token.text(),
                token.value(),
                token.keyword(),
                token.offset(),
                Gap.BLANK);
    }

    /** A join that is an item of FROM of its own, the one place where the servers have it. */
    private boolean isJoin(int at) {
        if (at == 0 || at + 1 >= tokens.size() || !tokens.get(at + 1).is("OJ")) {
            return false;
        }
        Token before = tokens.get(at - 1);
        return before.is("FROM") || before.isOperator(",");
    }

    private boolean isOperator(int at, String operator) {
        return at < tokens.size() && tokens.get(at).isOperator(operator);
    }

    private static Token sign(String sign, Token brace) {
        return new Token(Kind.OPERATOR, sign, "", "", brace.offset(), brace.gap());
    }
}
