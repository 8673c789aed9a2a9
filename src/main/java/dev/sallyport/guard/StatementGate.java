package dev.sallyport.guard;

import dev.sallyport.guard.Token.Kind;
import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import dev.sallyport.sql.StatementAccess;
import java.util.List;
import java.util.Set;

/**
 * Layer 2, first half: what can be said of a statement by looking at each token once. It runs
 * before the grammar, so that nothing deep or endless reaches it, and it knows nothing of the
 * grammar, so that a mistake there is caught here.
 */
final class StatementGate {
    /**
     * Most tokens beside lists of constants: it bounds what the grammar and the full parser can
     * cost. The largest query of TPC-DS has 1,663.
     */
    static final int MAX_TOKENS = 3_500;

    private static final String READ_HINT = "Send one SELECT statement.";
    private static final String WRITE_HINT = "Send one INSERT, UPDATE or DELETE statement.";

    /** Statements that certainly do more than read. */
    private static final Set<String> OTHER_STATEMENTS =
            Words.set(
                    "INSERT UPDATE DELETE MERGE REPLACE UPSERT TRUNCATE CREATE ALTER DROP RENAME GRANT"
                            + " REVOKE CALL EXEC EXECUTE DO LOCK UNLOCK COPY LOAD IMPORT EXPORT SET RESET BEGIN"
                            + " START COMMIT ROLLBACK SAVEPOINT RELEASE USE ATTACH DETACH PRAGMA KILL SHUTDOWN"
                            + " BACKUP RESTORE DENY DECLARE HANDLER INSTALL");

    /**
     * SQL Server runs one statement right after another without a semicolon: these start one
     * wherever they stand.
     */
    private static final Set<String> TSQL_STATEMENTS =
            Words.set(
                    "EXEC EXECUTE DROP CREATE ALTER TRUNCATE GRANT REVOKE DENY BACKUP RESTORE DBCC KILL"
                            + " SHUTDOWN WAITFOR USE DECLARE IF WHILE BEGIN COMMIT ROLLBACK SAVE PRINT RAISERROR"
                            + " RECONFIGURE CHECKPOINT BULK OPENQUERY OPENROWSET OPENDATASOURCE OPENXML GOTO"
                            + " RETURN REVERT READTEXT WRITETEXT UPDATETEXT CLOSE DEALLOCATE PROC PROCEDURE TRAN"
                            + " TRANSACTION LOAD DUMP DISK ERRLVL SETUSER TRIGGER CURSOR OPEN LINENO TSEQUAL"
                            + " BROWSE BREAK CONTINUE EXIT SECURITYAUDIT");

    private final List<Token> tokens;
    private final Dialect dialect;
    private final StatementAccess access;

    private StatementGate(List<Token> tokens, Dialect dialect, StatementAccess access) {
        this.tokens = tokens;
        this.dialect = dialect;
        this.access = access;
    }

    static void check(List<Token> tokens, Dialect dialect, StatementAccess access) {
        StatementGate gate = new StatementGate(tokens, dialect, access);
        gate.checkSize();
        gate.checkBrackets();
        int first = gate.checkFirstWord();
        for (int i = 0; i < tokens.size(); i++) {
            gate.checkToken(i, first);
        }
    }

    private void checkSize() {
        if (tokens.size() > MAX_TOKENS
                && tokens.size() - ConstantLists.repeated(tokens).cardinality() > MAX_TOKENS) {
            throw new Refusal(
                    RefusalReason.TOO_LONG,
                    -1,
                    "Send a shorter statement: fewer columns, conditions or joins.");
        }
    }

    private void checkBrackets() {
        char[] open = new char[OperatorLexer.MAX_DEPTH];
        int depth = 0;
        for (Token token : tokens) {
            if (token.kind() != Kind.OPERATOR || token.text().length() != 1) {
                continue;
            }
            char c = token.text().charAt(0);
            switch (c) {
                case '(', '[', '{' -> {
                    open[depth++] = c;
                }
                case ')', ']', '}' -> {
                    char expected = c == ')' ? '(' : c == ']' ? '[' : '{';
                    if (depth == 0 || open[--depth] != expected) {
                        throw refuse(token, RefusalReason.UNBALANCED, "Close each bracket once.");
                    }
                }
                case ';' ->
                        throw refuse(
                                token,
                                RefusalReason.MANY_STATEMENTS,
                                "Send one statement a call, without a semicolon.");
                default -> {}
            }
        }
        if (depth > 0) {
            throw refuse(tokens.getLast(), RefusalReason.UNBALANCED, "Close each bracket once.");
        }
    }

    private int checkFirstWord() {
        int first = 0;
        while (first < tokens.size() && tokens.get(first).isOperator("(")) {
            first++;
        }
        Token token = tokens.get(Math.min(first, tokens.size() - 1));
        if (token.isOperator("{")) {
            throw refuse(
                    token,
                    RefusalReason.ESCAPE,
                    access == StatementAccess.READ ? READ_HINT : WRITE_HINT);
        }
        String word = token.keyword();
        if (access == StatementAccess.READ) {
            if (!startsRead(word)) {
                throw refuse(
                        token,
                        OTHER_STATEMENTS.contains(word)
                                ? RefusalReason.NOT_READ_ONLY
                                : RefusalReason.NOT_UNDERSTOOD,
                        READ_HINT);
            }
        } else if (!word.equals("WITH") && !startsWrite(word)) {
            throw refuse(token, RefusalReason.NOT_A_WRITE, WRITE_HINT);
        }
        return first;
    }

    private boolean startsRead(String word) {
        return switch (word) {
            case "SELECT", "WITH" -> true;
            case "VALUES" ->
                    !dialect.equals(Dialects.TSQL)
                            && !dialect.equals(Dialects.ORACLE)
                            && !dialect.equals(Dialects.CONNX);
            case "TABLE" ->
                    dialect.equals(Dialects.POSTGRES)
                            || dialect.equals(Dialects.TRINO)
                            || dialect.equals(Dialects.MYSQL)
                            || dialect.equals(Dialects.H2)
                            || dialect.equals(Dialects.DUCKDB);
            case "EXPLAIN" ->
                    !dialect.equals(Dialects.TSQL)
                            && !dialect.equals(Dialects.CONNX)
                            && !dialect.equals(Dialects.ORACLE)
                            && !dialect.equals(Dialects.DB2);
            case "FROM", "PIVOT", "UNPIVOT", "DESCRIBE", "SUMMARIZE" ->
                    dialect.equals(Dialects.DUCKDB);
            default -> false;
        };
    }

    private static boolean startsWrite(String word) {
        return word.equals("INSERT") || word.equals("UPDATE") || word.equals("DELETE");
    }

    private void checkToken(int index, int first) {
        Token token = tokens.get(index);
        if (token.kind() == Kind.OPERATOR) {
            if ((token.isOperator("@") || token.isOperator("#")) && !hasSignOperators()) {
                throw token.isOperator("@") && dialect.equals(Dialects.ORACLE)
                        ? refuse(token, RefusalReason.LINK, "Name tables without a link.")
                        : refuse(
                                token,
                                RefusalReason.VARIABLE,
                                "Write values or parameters, no variables.");
            }
            return;
        }
        if (token.kind() == Kind.WORD) {
            if (token.value().charAt(0) == '@' || token.value().charAt(0) == '#') {
                throw refuse(
                        token, RefusalReason.VARIABLE, "Write values or parameters, no variables.");
            }
            if (dialect.equals(Dialects.TSQL)) {
                checkTsql(token, index, first);
            }
            checkWord(token, index, first);
        }
    }

    private boolean hasSignOperators() {
        return dialect.equals(Dialects.POSTGRES) || dialect.equals(Dialects.DUCKDB);
    }

    private void checkTsql(Token token, int index, int first) {
        boolean statement =
                switch (token.keyword()) {
                    case "INSERT", "DELETE" -> index != first && !followsWith(index);
                    case "UPDATE" ->
                            index != first && !followsWith(index) && !before(index).isOperator("(");
                    case "SET" -> access == StatementAccess.READ;
                    case "MERGE" -> !after(index).is("JOIN") && !after(index).is("UNION");
                    case "USE" -> !after(index).is("HINT") || !isHintPlace(before(index));
                    case "FETCH" -> !after(index).is("NEXT") && !after(index).is("FIRST");
                    case "SELECT" -> index != first && !mayPrecedeSelect(index);
                    default -> TSQL_STATEMENTS.contains(token.keyword());
                };
        if (statement) {
            throw refuse(
                    token,
                    token.is("SELECT")
                            ? RefusalReason.MANY_STATEMENTS
                            : RefusalReason.NOT_READ_ONLY,
                    "Send one statement a call; write a name that is spelled like a keyword in brackets.");
        }
    }

    /** Whether a query hint can stand after a token; a statement never follows these signs. */
    private static boolean isHintPlace(Token before) {
        return before.isOperator("(") || before.isOperator(",");
    }

    private boolean followsWith(int index) {
        return access == StatementAccess.WRITE
                && tokens.getFirst().is("WITH")
                && before(index).isOperator(")");
    }

    private boolean mayPrecedeSelect(int index) {
        Token before = before(index);
        return before.isOperator("(")
                || before.is("UNION")
                || before.is("ALL")
                || before.is("EXCEPT")
                || before.is("INTERSECT")
                || (before.isOperator(")") && tokens.getFirst().is("WITH"))
                || tokens.getFirst().is("INSERT");
    }

    private void checkWord(Token token, int index, int first) {
        switch (token.keyword()) {
            case "UESCAPE" -> {
                if (!isUnicodeEscape(index)) {
                    throw refuse(
                            token,
                            RefusalReason.AMBIGUOUS_TEXT,
                            "Write characters without escapes.");
                }
            }
            case "INTO" -> {
                boolean unpivot = dialect.equals(Dialects.DUCKDB) && after(index).is("NAME");
                boolean insert =
                        access == StatementAccess.WRITE
                                && index > first
                                && !unpivot
                                && isInsertInto(index);
                if (!unpivot && !insert && !before(index).isOperator(".")) {
                    throw refuse(
                            token,
                            RefusalReason.INTO,
                            "Select rows without INTO; the answer returns them.");
                }
            }
            case "FUNCTION", "PROCEDURE" -> {
                if (before(index).is("WITH")) {
                    throw refuse(
                            token,
                            RefusalReason.FUNCTION_NOT_LISTED,
                            "Define no function inside the query.");
                }
            }
            case "VALUE" -> {
                if ((before(index).is("NEXT") || before(index).is("PREVIOUS"))
                        && after(index).is("FOR")) {
                    throw refuse(
                            token,
                            RefusalReason.SEQUENCE,
                            "Leave sequences alone; read rows only.");
                }
            }
            case "UPDATE", "SHARE" -> {
                if (before(index).is("FOR")) {
                    throw refuse(token, RefusalReason.LOCK, "Read rows without locking them.");
                }
            }
            default -> {}
        }
    }

    /**
     * Whether a word says which character escapes in the string before it. Where a string ends does
     * not depend on that character in these dialects; all take the same ones, which are no quotes.
     */
    private boolean isUnicodeEscape(int index) {
        boolean known =
                dialect.equals(Dialects.POSTGRES)
                        || dialect.equals(Dialects.H2)
                        || dialect.equals(Dialects.TRINO);
        String escape = after(index).text();
        return known
                && before(index).isUnicodeString()
                && after(index).kind() == Kind.STRING
                && escape.length() == 3
                && escape.charAt(0) == '\''
                && escape.charAt(1) > ' '
                && escape.charAt(1) < 0x7f
                && "+\"'".indexOf(escape.charAt(1)) < 0
                && !LexerCursor.isHex(escape.charAt(1));
    }

    private boolean isInsertInto(int index) {
        Token before = before(index);
        return before.is("INSERT")
                || before.is("IGNORE")
                || before.is("LOW_PRIORITY")
                || before.is("HIGH_PRIORITY")
                || (before.isOperator(")") && dialect.equals(Dialects.TSQL));
    }

    private Token before(int index) {
        return index > 0 ? tokens.get(index - 1) : NONE;
    }

    private Token after(int index) {
        return index + 1 < tokens.size() ? tokens.get(index + 1) : NONE;
    }

    private static final Token NONE = new Token(Kind.END, "", "", "", -1, Token.Gap.NONE);

    private static Refusal refuse(Token token, RefusalReason reason, String hint) {
        return new Refusal(reason, token.offset(), hint);
    }
}
