package dev.sallyport.guard;

import dev.sallyport.guard.Reading.Scope;
import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.StatementClass;
import java.util.List;

/** The grammar of whole statements: a query, or one INSERT, UPDATE or DELETE. */
final class StatementGrammar extends InsertGrammar {
    private StatementGrammar(List<Token> tokens, Dialect dialect, FunctionCatalog functions) {
        super(tokens, dialect, functions);
    }

    /**
     * Reads one statement to its end. Where an operator has to be doubled for the driver, its token
     * in the list is replaced.
     */
    static Reading read(List<Token> tokens, Dialect dialect, FunctionCatalog functions) {
        StatementGrammar grammar = new StatementGrammar(tokens, dialect, functions);
        grammar.statement();
        if (grammar.at < tokens.size()) {
            throw grammar.notUnderstood();
        }
        return grammar.reading;
    }

    private void statement() {
        if (isWord("WITH") && writesAfterWith()) {
            with();
            write();
            return;
        }
        switch (peek().keyword()) {
            case "INSERT", "UPDATE", "DELETE" -> write();
            case "EXPLAIN" -> explain();
            default -> query(new Scope());
        }
    }

    /** The plan of a query, without any option: some of them run it. */
    private void explain() {
        int start = at++;
        if (sqlite && acceptWord("QUERY")) {
            expectWord("PLAN");
        }
        reading.omit(start, at);
        if (!startsQuery(0)) {
            throw refuse(
                    RefusalReason.NOT_UNDERSTOOD,
                    "Write EXPLAIN and then a SELECT, without options.");
        }
        query(new Scope());
    }

    /** Whether the statement after the common table expressions is a write. */
    private boolean writesAfterWith() {
        int depth = 0;
        for (int i = at; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.isOperator("(")) {
                depth++;
            } else if (token.isOperator(")")) {
                depth--;
            } else if (depth == 0 && i > at) {
                if (token.is("SELECT")
                        || token.is("VALUES")
                        || token.is("TABLE")
                        || token.is("FROM")) {
                    return false;
                }
                if (tokens.get(i - 1).isOperator(")")
                        && (token.is("INSERT") || token.is("UPDATE") || token.is("DELETE"))) {
                    return true;
                }
            }
        }
        return false;
    }

    private void write() {
        switch (peek().keyword()) {
            case "INSERT" -> {
                reading.statementClass = StatementClass.INSERT;
                insert();
            }
            case "UPDATE" -> {
                reading.statementClass = StatementClass.UPDATE;
                update();
            }
            default -> {
                reading.statementClass = StatementClass.DELETE;
                delete();
            }
        }
    }
}
