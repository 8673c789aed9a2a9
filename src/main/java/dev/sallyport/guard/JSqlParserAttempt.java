package dev.sallyport.guard;

import dev.sallyport.guard.Reading.Role;
import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.StatementClass;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.sf.jsqlparser.parser.CCJSqlParser;
import net.sf.jsqlparser.parser.CCJSqlParserTreeConstants;
import net.sf.jsqlparser.parser.Node;
import net.sf.jsqlparser.parser.ParseException;
import net.sf.jsqlparser.statement.Statement;
import net.sf.jsqlparser.statement.delete.Delete;
import net.sf.jsqlparser.statement.insert.Insert;
import net.sf.jsqlparser.statement.select.Select;
import net.sf.jsqlparser.statement.update.Update;
import org.jspecify.annotations.Nullable;

/**
 * JSqlParser's view of a statement. It is taken from the nodes that its productions leave, not from
 * its typed tree, which keeps some children in strings where no visitor finds them.
 */
final class JSqlParserAttempt implements FullParser.Attempt {
    private final List<Token> tokens;
    private final Reading reading;
    private final ParserText text;
    private int steps;
    private volatile boolean interrupted;
    private volatile @Nullable CCJSqlParser running;

    JSqlParserAttempt(List<Token> tokens, Reading reading, Dialect dialect) {
        this.tokens = tokens;
        this.reading = reading;
        this.text = ParserText.of(tokens, reading, dialect);
    }

    @Override
    public void interrupt() {
        interrupted = true;
        CCJSqlParser parser = running;
        if (parser != null) {
            parser.interrupted = true;
        }
    }

    @Override
    public void run() {
        HiddenTokens.check(tokens, reading);
        if (!parse(false) && !parse(true)) {
            throw new Refusal(
                    RefusalReason.PARSER_REFUSES,
                    -1,
                    "Write the statement in a plainer way, with common SQL only.");
        }
    }

    int steps() {
        return steps;
    }

    String shownText() {
        return text.text();
    }

    /** Whether the parser accepts the text; throws where it does and reads it differently. */
    private boolean parse(boolean complex) {
        if (interrupted) {
            throw new Refusal(RefusalReason.PARSER_TIMEOUT, -1, "Send a simpler statement.");
        }
        BoundedJSqlParser parser = new BoundedJSqlParser(text, complex, steps);
        Statement statement;
        try {
            running = parser;
            statement = parser.Statement();
        } catch (Refusal refusal) {
            throw refusal;
        } catch (ParseException | RuntimeException e) {
            // Some of its own classes fail over what its productions have taken, like sum(()) OVER.
            return false;
        } finally {
            steps = parser.steps();
        }
        if (statementClass(statement) != reading.statementClass) {
            throw FullParser.disagreement(tokens, -1);
        }
        Set<Integer> found = new HashSet<>();
        Set<Integer> calls = new HashSet<>();
        collect(parser.getASTRoot(), found, calls);
        for (Relation relation : reading.relations) {
            boolean shown = reading.substituteAt(relation.start()) == null && !relation.argument();
            if (shown && !found.contains(relation.start())) {
                throw FullParser.disagreement(tokens, relation.start());
            }
        }
        for (int i = 0; i < tokens.size(); i++) {
            if (isShownCall(i) && !calls.contains(i)) {
                throw FullParser.disagreement(tokens, i);
            }
        }
        return true;
    }

    /** Whether the grammar read a call here that the parser was shown as one. */
    private boolean isShownCall(int token) {
        return reading.role(token) == Role.FUNCTION
                && reading.substituteAt(token) == null
                && !ParserText.hasSyntax(tokens.get(token))
                && token + 1 < tokens.size()
                && tokens.get(token + 1).isOperator("(");
    }

    private void collect(Node node, Set<Integer> found, Set<Integer> calls) {
        if (node.getId() == CCJSqlParserTreeConstants.JJTTABLENAME) {
            int token = token(node);
            if (!isStar(token)) {
                if (reading.role(token) != Role.RELATION && reading.role(token) != Role.REFERENCE) {
                    throw FullParser.disagreement(tokens, token);
                }
                found.add(token);
            }
        } else if (node.getId() == CCJSqlParserTreeConstants.JJTFUNCTION) {
            int token = token(node);
            while (token + 2 < tokens.size() && tokens.get(token + 1).isOperator(".")) {
                token += 2;
            }
            if (reading.role(token) == Role.NONE && reading.substituteAt(token) == null) {
                throw FullParser.disagreement(tokens, token);
            }
            calls.add(token);
        }
        for (int i = 0; i < node.jjtGetNumChildren(); i++) {
            collect(node.jjtGetChild(i), found, calls);
        }
    }

    /** Whether a name stands before a star: the parser reads a table there, too. */
    private boolean isStar(int token) {
        int end = token + 1;
        while (end + 1 < tokens.size()
                && tokens.get(end).isOperator(".")
                && tokens.get(end + 1).isName()) {
            end += 2;
        }
        return end + 1 < tokens.size()
                && tokens.get(end).isOperator(".")
                && tokens.get(end + 1).isOperator("*");
    }

    private int token(Node node) {
        return text.tokenAt(node.jjtGetFirstToken().absoluteBegin - 1);
    }

    private static @Nullable StatementClass statementClass(Statement statement) {
        return switch (statement) {
            case Select select -> StatementClass.READ;
            case Insert insert -> StatementClass.INSERT;
            case Update update -> StatementClass.UPDATE;
            case Delete delete -> StatementClass.DELETE;
            default -> null;
        };
    }
}
