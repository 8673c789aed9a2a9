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
    /** Some 50 milliseconds of one thread when warm; ordinary statements take a tenth at most. */
    static final int MAX_STEPS = 300_000;

    private int steps;

    /** Shares what the parser it replaces has learnt. */
    BoundedPrediction(Parser parser) {
        super(
                parser,
                parser.getATN(),
                parser.getInterpreter().decisionToDFA,
                parser.getInterpreter().getSharedContextCache());
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

    private void count() {
        steps++;
        if (steps > MAX_STEPS) {
            throw new Refusal(
                    RefusalReason.PARSER_TIMEOUT,
                    -1,
                    "Send a simpler statement, with less nesting.");
        }
    }
}
