package dev.sallyport.guard;

import net.sf.jsqlparser.parser.CCJSqlParser;
import net.sf.jsqlparser.parser.ParseException;
import net.sf.jsqlparser.parser.TokenMgrException;

/**
 * JSqlParser looks ahead without limit, and reads what it looked at again: this counts how often it
 * asks what stands ahead, which it does for each operand and each relation that it reads or tries,
 * and ends it. Steps, not time, so that a verdict does not depend on how busy the machine is.
 */
final class BoundedJSqlParser extends CCJSqlParser {
    /** Some 70 milliseconds of one thread when warm; the largest lists take 60,000. */
    static final int MAX_STEPS = 150_000;

    private int steps;

    /**
     * @param steps taken already, by an attempt at the same statement
     */
    BoundedJSqlParser(String sql, int steps) throws ParseException, TokenMgrException {
        super(sql);
        this.steps = steps;
    }

    int steps() {
        return steps;
    }

    private void count() {
        steps++;
        if (steps > MAX_STEPS) {
            throw new Refusal(
                    RefusalReason.PARSER_TIMEOUT,
                    -1,
                    "Send a simpler statement, with less nesting.");
        }
    }

    @Override
    protected boolean isImplicitCastAhead() {
        count();
        return super.isImplicitCastAhead();
    }

    @Override
    protected boolean isNestedSetOperationAhead() {
        count();
        return super.isNestedSetOperationAhead();
    }

    @Override
    protected boolean isFunctionAhead() {
        count();
        return super.isFunctionAhead();
    }

    @Override
    protected boolean isCaseExpressionAhead() {
        count();
        return super.isCaseExpressionAhead();
    }

    @Override
    protected boolean isParenthesedSelectAhead() {
        count();
        return super.isParenthesedSelectAhead();
    }

    @Override
    protected boolean isParenthesedFromItemAhead() {
        count();
        return super.isParenthesedFromItemAhead();
    }

    @Override
    protected boolean isConditionSuffixAhead() {
        count();
        return super.isConditionSuffixAhead();
    }
}
