package dev.sallyport.guard;

import net.sf.jsqlparser.parser.CCJSqlParser;
import net.sf.jsqlparser.parser.feature.Feature;
import net.sf.jsqlparser.parser.feature.FeatureConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * JSqlParser looks ahead without limit, and reads what it looked at again: this counts how often it
 * asks what stands ahead, which it does for each operand and each relation that it reads or tries,
 * and ends it. Steps, not time, so that a verdict does not depend on how busy the machine is.
 */
final class BoundedJSqlParser extends CCJSqlParser {
    /** Some 45 milliseconds of one thread when warm; TPC-DS takes 9,200 at most. */
    static final int MAX_STEPS = 60_000;

    /** Some 35 milliseconds of one thread in a process that has just started. */
    private static final int UNTIMED_STEPS = 2_000;

    private static final int STEPS_A_LOOK = 256;

    private static final FeatureConfiguration SIMPLE = configuration(false);
    private static final FeatureConfiguration COMPLEX = configuration(true);

    private final boolean complex;
    private final boolean timed;
    private int steps;
    private @Nullable ProcessorTime time;

    /**
     * @param complex whether it may look ahead as far as it likes
     * @param timed whether a long parse is bounded by the processor's time, too
     * @param steps taken already, by an attempt at the same statement
     */
    BoundedJSqlParser(ParserText text, boolean complex, boolean timed, int steps) {
        super(new ShownTokens(text));
        this.complex = complex;
        this.timed = timed;
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
        if (timed && steps > UNTIMED_STEPS && steps % STEPS_A_LOOK == 0) {
            look();
        }
    }

    private void look() {
        if (time == null) {
            time = new ProcessorTime();
        }
        time.check();
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
