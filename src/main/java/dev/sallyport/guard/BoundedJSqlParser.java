package dev.sallyport.guard;

import net.sf.jsqlparser.parser.CCJSqlParser;
import net.sf.jsqlparser.parser.feature.Feature;
import net.sf.jsqlparser.parser.feature.FeatureConfiguration;

/**
 * JSqlParser looks ahead without limit, and reads what it looked at again: this counts how often it
 * asks what stands ahead, which it does for each operand and each relation that it reads or tries,
 * and ends it. Steps, not time, so that a verdict does not depend on how busy the machine is.
 */
final class BoundedJSqlParser extends CCJSqlParser {
    /** Three times what TPC-DS takes at most. */
    static final int MAX_STEPS = 30_000;

    private static final FeatureConfiguration SIMPLE = configuration(false);
    private static final FeatureConfiguration COMPLEX = configuration(true);

    private final boolean complex;
    private int steps;

    /**
     * @param complex whether it may look ahead as far as it likes
     * @param steps taken already, by an attempt at the same statement
     */
    BoundedJSqlParser(ParserText text, boolean complex, int steps) {
        super(new ShownTokens(text));
        this.complex = complex;
        this.steps = steps;
    }

    private static FeatureConfiguration configuration(boolean complex) {
        return new FeatureConfiguration()
                .setValue(Feature.allowComplexParsing, complex)
                .setValue(Feature.allowUnsupportedStatements, false);
    }

    @Override
    public FeatureConfiguration getConfiguration() {
        return complex ? COMPLEX : SIMPLE;
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
