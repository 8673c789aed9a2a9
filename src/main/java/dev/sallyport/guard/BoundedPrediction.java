package dev.sallyport.guard;

import java.util.Set;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.TokenStream;
import org.antlr.v4.runtime.atn.ATNConfig;
import org.antlr.v4.runtime.atn.ATNConfigSet;
import org.antlr.v4.runtime.atn.ParserATNSimulator;

/**
 * Trino's parser looks ahead without limit, and can't be interrupted while it does: this counts its
 * steps and ends it. Steps, not time, so that a verdict does not depend on how busy the machine is.
 */
final class BoundedPrediction extends ParserATNSimulator {
    /** Once it has learnt a little; TPC-DS takes 5,400 at most when it has learnt all. */
    private static final int MAX_STEPS = 120_000;

    /** While it knows nothing: a first statement of TPC-DS takes 79,000 at most. */
    private static final int MAX_FIRST_STEPS = 300_000;

    private final int most;
    private int steps;

    /**
     * Shares what the parser it replaces has learnt.
     *
     * @param started whether there is something
     */
    BoundedPrediction(Parser parser, boolean started) {
        super(
                parser,
                parser.getATN(),
                parser.getInterpreter().decisionToDFA,
                parser.getInterpreter().getSharedContextCache());
        most = started ? MAX_STEPS : MAX_FIRST_STEPS;
        setPredictionMode(parser.getInterpreter().getPredictionMode());
    }

    @Override
    public int adaptivePredict(TokenStream input, int decision, ParserRuleContext outerContext) {
        count();
        return super.adaptivePredict(input, decision, outerContext);
    }

    @Override
    protected void closureCheckingStopState(
            ATNConfig config,
            ATNConfigSet configs,
            Set<ATNConfig> closureBusy,
            boolean collectPredicates,
            boolean fullCtx,
            int depth,
            boolean treatEofAsEpsilon) {
        count();
        super.closureCheckingStopState(
                config, configs, closureBusy, collectPredicates, fullCtx, depth, treatEofAsEpsilon);
    }

    int steps() {
        return steps;
    }

    private void count() {
        steps++;
        if (steps > most) {
            throw new Refusal(
                    RefusalReason.PARSER_TIMEOUT,
                    -1,
                    "Send a simpler statement, with less nesting.");
        }
    }
}
