package dev.sallyport.guard;

import dev.sallyport.guard.Reading.Role;
import dev.sallyport.sql.Dialect;
import java.util.List;
import java.util.Set;

/** The grammar of FROM: items side by side, and joins. */
abstract class FromGrammar extends FromItemGrammar {
    /** Words that say how to join, which change nothing about what is joined. */
    private static final Set<String> JOIN_KINDS =
            Words.set("LOOP HASH MERGE REMOTE ASOF POSITIONAL SEMI ANTI");

    FromGrammar(List<Token> tokens, Dialect dialect, FunctionCatalog functions) {
        super(tokens, dialect, functions);
    }

    @Override
    final void fromList() {
        enter();
        fromItem();
        while (true) {
            if (acceptOperator(",")) {
                fromItem();
            } else if (!joinOrCondition()) {
                break;
            }
        }
        leave();
    }

    /** A parser would take what an INSERT does about conflicts for the condition of a join. */
    private void endBeforeConflict() {
        reading.suffix(at - 1, reading.suffixAt(at - 1) + " WHERE 1 = 1");
    }

    private boolean joinOrCondition() {
        if (isWord("ON")) {
            if ((mysql && isWord(1, "DUPLICATE")) || isWord(1, "CONFLICT")) {
                endBeforeConflict();
                return false;
            }
            at++;
            expression();
            return true;
        }
        if (isWord("USING") && isOperator(1, "(")) {
            reading.mark(at, Role.KEYWORD);
            at++;
            reading.naturalJoins.add(at);
            nameList();
            if (acceptWord("AS")) {
                scope.names.add(names.fold(named()));
                reading.omit(at - 2, at);
            }
            return true;
        }
        if ((tsql || oracle) && (isWord("PIVOT") || isWord("UNPIVOT")) && isOperator(1, "(")) {
            pivotOfJoin();
            return true;
        }
        if (!JOIN_WORDS.contains(peek().keyword())) {
            return false;
        }
        int start = at;
        boolean natural = false;
        while (JOIN_WORDS.contains(peek().keyword())) {
            Token token = peek();
            natural |= token.is("NATURAL");
            if (JOIN_KINDS.contains(token.keyword())) {
                reading.omit(at, at + 1);
            }
            at++;
            if (token.is("JOIN") || token.is("APPLY") || token.is("STRAIGHT_JOIN")) {
                reading.mark(at - 1, Role.RELATION);
                if (natural) {
                    reading.naturalJoins.add(start);
                }
                fromItem();
                return true;
            }
        }
        throw notUnderstood();
    }

    /** A PIVOT of all that was joined: a parser knows it after one relation only. */
    private void pivotOfJoin() {
        int start = at;
        pivot();
        if (holdsQuery(start, at)) {
            throw notUnderstood();
        }
        reading.omit(start, at);
    }
}
