package dev.sallyport.guard;

import dev.sallyport.guard.Token.Gap;
import dev.sallyport.guard.Token.Kind;
import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import java.util.List;

/** A place in a list of tokens, and the few moves that the grammar is made of. */
abstract class TokenCursor {
    /** Deepest recursion of the grammar; brackets are counted apart, before it starts. */
    private static final int MAX_DEPTH = 120;

    private static final Token END = new Token(Kind.END, "", "", "", -1, Gap.NONE);

    final List<Token> tokens;
    final Dialect dialect;
    final boolean tsql;
    final boolean connx;
    final boolean postgres;

    /** MySQL or MariaDB. */
    final boolean mysql;

    final boolean mariadb;
    final boolean oracle;
    final boolean db2;
    final boolean h2;
    final boolean sqlite;
    final boolean duckdb;
    final boolean trino;
    int at;
    private int depth;

    TokenCursor(List<Token> tokens, Dialect dialect) {
        this.tokens = tokens;
        this.dialect = dialect;
        tsql = dialect.equals(Dialects.TSQL);
        connx = dialect.equals(Dialects.CONNX);
        postgres = dialect.equals(Dialects.POSTGRES);
        mysql = dialect.equals(Dialects.MYSQL) || dialect.equals(Dialects.MARIADB);
        mariadb = dialect.equals(Dialects.MARIADB);
        oracle = dialect.equals(Dialects.ORACLE);
        db2 = dialect.equals(Dialects.DB2);
        h2 = dialect.equals(Dialects.H2);
        sqlite = dialect.equals(Dialects.SQLITE);
        duckdb = dialect.equals(Dialects.DUCKDB);
        trino = dialect.equals(Dialects.TRINO);
    }

    final Token peek() {
        return peek(0);
    }

    final Token peek(int ahead) {
        int index = at + ahead;
        return index >= 0 && index < tokens.size() ? tokens.get(index) : END;
    }

    final boolean isWord(String word) {
        return peek().is(word);
    }

    final boolean isWord(int ahead, String word) {
        return peek(ahead).is(word);
    }

    final boolean isOperator(String operator) {
        return peek().isOperator(operator);
    }

    final boolean isOperator(int ahead, String operator) {
        return peek(ahead).isOperator(operator);
    }

    final boolean acceptWord(String word) {
        if (isWord(word)) {
            at++;
            return true;
        }
        return false;
    }

    /** Takes all of these words, or nothing. */
    final boolean acceptWords(String first, String second) {
        if (isWord(first) && isWord(1, second)) {
            at += 2;
            return true;
        }
        return false;
    }

    final boolean acceptOperator(String operator) {
        if (isOperator(operator)) {
            at++;
            return true;
        }
        return false;
    }

    final void expectWord(String word) {
        if (!acceptWord(word)) {
            throw notUnderstood();
        }
    }

    final void expectOperator(String operator) {
        if (!acceptOperator(operator)) {
            throw notUnderstood();
        }
    }

    final Token expectName() {
        Token token = peek();
        if (!token.isName()) {
            throw notUnderstood();
        }
        at++;
        return token;
    }

    final void enter() {
        if (++depth > MAX_DEPTH) {
            throw refuse(RefusalReason.TOO_DEEP, "Nest less: name parts of the query in WITH.");
        }
    }

    final void leave() {
        depth--;
    }

    final Refusal notUnderstood() {
        return refuse(
                RefusalReason.NOT_UNDERSTOOD,
                "Write plain " + dialect.title() + " SQL; this place is not understood.");
    }

    final Refusal refuse(RefusalReason reason, String hint) {
        return refuse(reason, at, hint);
    }

    final Refusal refuse(RefusalReason reason, int token, String hint) {
        int index = Math.min(token, tokens.size() - 1);
        return new Refusal(reason, index < 0 ? -1 : tokens.get(index).offset(), hint);
    }
}
