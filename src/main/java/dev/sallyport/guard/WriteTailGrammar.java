package dev.sallyport.guard;

import dev.sallyport.guard.Token.Kind;
import dev.sallyport.sql.Dialect;
import java.util.List;
import java.util.Set;

/** The grammar of the rows that UPDATE and DELETE change, and of what a write returns. */
abstract class WriteTailGrammar extends TargetGrammar {
    private static final Set<String> CONSTANTS = Words.set("TRUE FALSE UNKNOWN NULL");

    WriteTailGrammar(List<Token> tokens, Dialect dialect, FunctionCatalog functions) {
        super(tokens, dialect, functions);
    }

    /** Whether what was read as a column may be a value of that name. */
    private boolean isConstant(Reading.ColumnReference column) {
        return CONSTANTS.contains(tokens.get(column.start()).keyword());
    }

    /**
     * What follows the assignments of an UPDATE, and the tables of a DELETE.
     *
     * @param asQuery whether a parser is shown the rest of a DELETE as a query
     */
    final void tail(boolean asQuery) {
        resolveTarget();
        reading.everyRow = true;
        if (acceptWord("WHERE")) {
            if (isWord("CURRENT") && isWord(1, "OF")) {
                throw notUnderstood();
            }
            int columnsBefore = reading.columns.size();
            expression();
            reading.everyRow =
                    reading.columns.subList(columnsBefore, reading.columns.size()).stream()
                            .allMatch(this::isConstant);
        }
        if ((mysql || sqlite) && isWord("ORDER")) {
            orderBy();
        }
        if ((mysql || sqlite || h2) && acceptWord("LIMIT")) {
            expression();
        }
        if (h2 && isWord("FETCH")) {
            int start = at++;
            fetch();
            for (int i = start; i < at; i++) {
                if (tokens.get(i).isOperator("(")) {
                    throw notUnderstood();
                }
            }
            reading.omit(start, at);
        }
        if (asQuery) {
            reading.suffix(at - 1, reading.suffixAt(at - 1) + " )");
        }
        returning();
        if (tsql && isWord("OPTION")) {
            at++;
            options();
        }
        if (db2) {
            db2Tail();
        }
    }

    /** How many rows are changed, in what order, and at which isolation: no table, no function. */
    private void db2Tail() {
        int start = at;
        if (isWord("ORDER")) {
            orderBy();
        }
        if (acceptWord("OFFSET")) {
            constantRows();
            if (!acceptWord("ROWS")) {
                expectWord("ROW");
            }
        }
        if (acceptWord("FETCH")) {
            fetch();
        }
        if (acceptWord("LIMIT")) {
            constantRows();
        }
        if (at > start) {
            checkWithoutCalls(start);
            reading.omit(start, at);
        }
        if (isWord("WITH") && !isolation()) {
            throw notUnderstood();
        }
    }

    private void constantRows() {
        if (peek().kind() != Kind.NUMBER) {
            throw notUnderstood();
        }
        at++;
    }

    final void returning() {
        if (isWord("RETURNING") && (postgres || sqlite || duckdb || mariadb)) {
            at++;
            selectItems();
        }
    }

    final void output() {
        if (tsql && acceptWord("OUTPUT")) {
            selectItems();
            if (isWord("INTO")) {
                throw refuse(RefusalReason.INTO, "Return rows with OUTPUT, without INTO.");
            }
        }
    }
}
