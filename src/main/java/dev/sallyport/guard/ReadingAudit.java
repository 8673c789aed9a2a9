package dev.sallyport.guard;

import dev.sallyport.guard.Reading.Role;
import java.util.List;
import java.util.Set;

/**
 * Layer 2, second half: holds what the grammar read against the bare tokens. Each name before a
 * bracket must have been read as something, and each FROM and JOIN as what names a relation; so a
 * place that the grammar passed over by mistake refuses the statement.
 */
final class ReadingAudit {
    /** Keywords that a bracket may follow without being called. */
    private static final Set<String> BEFORE_BRACKET =
            Words.set(
                    "IN AND OR XOR NOT ON WHERE HAVING WHEN THEN ELSE CASE SELECT FROM JOIN APPLY BY AS UNION"
                            + " ALL EXCEPT INTERSECT MINUS LIKE ILIKE BETWEEN SYMMETRIC ASYMMETRIC IS DISTINCT"
                            + " LIMIT OFFSET LATERAL ESCAPE RETURNING QUALIFY TO DIV REGEXP RLIKE GLOB MATCH"
                            + " CONNECT NOCYCLE SET OF FIRST NEXT PRIOR DESCRIBE SUMMARIZE INTERVAL SEPARATOR"
                            + " PASSING ZONE CONTENT DEFAULT VALUE CORRESPONDING NAME STRAIGHT_JOIN FOR PLACING"
                            + " MOD CONCAT OVERLAPS USING BINARY PIVOT UNPIVOT TABLE KEY INSERT");

    private ReadingAudit() {}

    static void check(Reading reading, List<Token> tokens) {
        for (int i = 0; i + 1 < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (!token.isName()) {
                continue;
            }
            boolean afterDot = i > 0 && tokens.get(i - 1).isOperator(".");
            if (tokens.get(i + 1).isOperator("(") && reading.role(i) == Role.NONE) {
                if (afterDot || !BEFORE_BRACKET.contains(token.keyword())) {
                    throw refuse(token);
                }
            }
            if (!afterDot
                    && (token.is("FROM") || token.is("JOIN"))
                    && reading.role(i) != Role.RELATION
                    && reading.role(i) != Role.KEYWORD) {
                throw refuse(token);
            }
        }
    }

    private static Refusal refuse(Token token) {
        return new Refusal(
                RefusalReason.PARSERS_DISAGREE,
                token.offset(),
                "Write this part in a plainer way; it can be read in two ways.");
    }
}
