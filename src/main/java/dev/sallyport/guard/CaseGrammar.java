package dev.sallyport.guard;

import dev.sallyport.guard.Token.Kind;
import dev.sallyport.sql.Dialect;
import java.util.List;
import java.util.Set;

/** The grammar of CASE, with conditions or with values. */
abstract class CaseGrammar extends OperatorGrammar {
    private static final Set<String> COMPARISONS = Set.of("=", "<>", "!=", "<", ">", "<=", ">=");
    private static final Set<String> PREDICATES =
            Words.set("BETWEEN IN LIKE ILIKE REGEXP IS OVERLAPS");

    CaseGrammar(List<Token> tokens, Dialect dialect, FunctionCatalog functions) {
        super(tokens, dialect, functions);
    }

    final void caseExpression() {
        expectWord("CASE");
        boolean simple = !isWord("WHEN");
        if (simple) {
            expression();
        }
        while (acceptWord("WHEN")) {
            if (h2 && simple) {
                whenOperands();
            } else {
                expressions();
            }
            expectWord("THEN");
            expression();
        }
        if (acceptWord("ELSE")) {
            expression();
        }
        expectWord("END");
    }

    /**
     * H2's values that the operand may have, and conditions that lack their left side, which is the
     * operand: {@code CASE x WHEN 1, 2 THEN … WHEN > 5 THEN … END}.
     */
    private void whenOperands() {
        whenOperand();
        while (acceptOperator(",")) {
            reading.substitute(at - 1, at, "OR");
            whenOperand();
        }
    }

    private void whenOperand() {
        if (!startsCondition()) {
            expression();
            return;
        }
        reading.suffix(at - 1, " 1");
        while (binaryOperator()) {
            operand();
        }
    }

    private boolean startsCondition() {
        Token token = peek();
        return token.kind() == Kind.OPERATOR
                ? COMPARISONS.contains(token.text())
                : PREDICATES.contains(isWord("NOT") ? peek(1).keyword() : token.keyword());
    }
}
