package dev.sallyport.guard;

import dev.sallyport.guard.Reading.Role;
import dev.sallyport.sql.StatementClass;
import io.trino.sql.parser.ParsingException;
import io.trino.sql.parser.SqlParser;
import io.trino.sql.tree.Delete;
import io.trino.sql.tree.DereferenceExpression;
import io.trino.sql.tree.Explain;
import io.trino.sql.tree.Expression;
import io.trino.sql.tree.FunctionCall;
import io.trino.sql.tree.FunctionSpecification;
import io.trino.sql.tree.Identifier;
import io.trino.sql.tree.Insert;
import io.trino.sql.tree.JsonTable;
import io.trino.sql.tree.MethodCall;
import io.trino.sql.tree.Node;
import io.trino.sql.tree.QualifiedName;
import io.trino.sql.tree.Query;
import io.trino.sql.tree.Statement;
import io.trino.sql.tree.StaticMethodCall;
import io.trino.sql.tree.Table;
import io.trino.sql.tree.TableFunctionInvocation;
import io.trino.sql.tree.Unnest;
import io.trino.sql.tree.Update;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.antlr.v4.runtime.Parser;
import org.jspecify.annotations.Nullable;

/** The view of Trino's own parser, on the normalised text. */
final class TrinoParserAttempt implements FullParser.Attempt {
    /**
     * Characters beyond ASCII outside of strings: the parser's lexer remembers what it has learnt
     * of ASCII only, and any other costs it a thousand times as much.
     */
    private static final int MOST_BEYOND_ASCII = 10_000;

    private final List<Token> tokens;
    private final String sql;
    private final Reading reading;
    private final FunctionCatalog functions;
    private final boolean started;

    /** Names of tables by the token that they begin at. */
    private final Map<Integer, List<String>> tables = new HashMap<>();

    /** Tokens that calls begin at. */
    private final Set<Integer> calls = new HashSet<>();

    private TokenPlaces places = TokenPlaces.of(List.of(), "");
    private @Nullable BoundedPrediction prediction;

    /**
     * @param started whether the parser has learnt from some statements
     */
    TrinoParserAttempt(
            List<Token> tokens,
            String sql,
            Reading reading,
            FunctionCatalog functions,
            boolean started) {
        this.started = started;
        this.functions = functions;
        this.tokens = tokens;
        this.sql = sql;
        this.reading = reading;
    }

    /** The text with an ASCII letter for each other character of a string, which ends no string. */
    private String shown() {
        if (isAscii(sql)) {
            return sql;
        }
        StringBuilder shown = new StringBuilder(sql.length());
        int beyond = 0;
        int at = 0;
        for (Token token : tokens) {
            int start = at + (token.gap() == Token.Gap.NONE ? 0 : 1);
            int end = start + token.text().length();
            shown.append(sql, at, start);
            if (token.kind() == Token.Kind.STRING && sql.charAt(start) == '\'') {
                showAscii(shown, start, end);
            } else {
                beyond += beyondAscii(start, end);
                shown.append(sql, start, end);
            }
            at = end;
        }
        if (beyond > MOST_BEYOND_ASCII) {
            throw new Refusal(
                    RefusalReason.TOO_LONG, -1, "Use shorter names, or names of ASCII characters.");
        }
        return shown.toString();
    }

    /** One letter for each code point: columns are counted in these. */
    private void showAscii(StringBuilder shown, int start, int end) {
        for (int i = start; i < end; i++) {
            char c = sql.charAt(i);
            if (c < 0x80) {
                shown.append(c);
            } else if (!Character.isLowSurrogate(c)) {
                shown.append('x');
            }
        }
    }

    private int beyondAscii(int start, int end) {
        int beyond = 0;
        for (int i = start; i < end; i++) {
            beyond += sql.charAt(i) < 0x80 ? 0 : 1;
        }
        return beyond;
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    /** The parser can't be told to end; its work is bounded by {@link BoundedPrediction}. */
    @Override
    public void interrupt() {}

    @Override
    public void run() {
        Statement statement;
        try {
            statement = new SqlParser((_, parser) -> bound(parser)).createStatement(shown());
        } catch (ParsingException e) {
            throw new Refusal(
                    RefusalReason.NOT_UNDERSTOOD,
                    -1,
                    "Write plain Trino SQL; its parser refuses this.");
        }
        if (statementClass(statement) != reading.statementClass) {
            throw FullParser.disagreement(tokens, -1);
        }
        places = TokenPlaces.of(tokens, sql);
        collect(statement);
        for (Relation relation : reading.relations) {
            List<String> parts = relation.parts().stream().map(Relation.Name::folded).toList();
            if (!parts.equals(tables.get(relation.start()))) {
                throw FullParser.disagreement(tokens, relation.start());
            }
        }
        for (int i = 0; i < tokens.size(); i++) {
            if (isCall(i) && !calls.contains(i)) {
                throw FullParser.disagreement(tokens, i);
            }
        }
    }

    /** Whether the grammar read a call here. */
    private boolean isCall(int token) {
        return reading.role(token) == Role.FUNCTION
                && token + 1 < tokens.size()
                && tokens.get(token + 1).isOperator("(");
    }

    private void bound(Parser parser) {
        prediction = new BoundedPrediction(parser, started);
        parser.setInterpreter(prediction);
    }

    int steps() {
        return prediction == null ? 0 : prediction.steps();
    }

    private void collect(Node node) {
        switch (node) {
            case Table table -> table(table.getName());
            case Insert insert -> table(insert.getTarget());
            case Update update -> table(update.getTable().getName());
            case Delete delete -> table(delete.getTable().getName());
            case TableFunctionInvocation call -> {
                if (!functions.isTableFunction(lower(call.getName()))) {
                    throw FullParser.disagreement(tokens, -1);
                }
                call(call.getName(), call);
            }
            case FunctionCall call -> {
                if (!functions.isHarmless(lower(call.getName()))) {
                    throw FullParser.disagreement(tokens, -1);
                }
                call(call.getName(), call);
            }
            // No list has these, and the grammar does not know them.
            case MethodCall _, StaticMethodCall _, FunctionSpecification _ ->
                    throw FullParser.disagreement(tokens, -1);
            case Identifier _, DereferenceExpression _ -> {}
            // What the parser has nodes of its own for, though it is written as a call.
            case Expression call -> calls.add(place(call));
            case JsonTable call -> calls.add(place(call));
            case Unnest call -> calls.add(place(call));
            default -> {}
        }
        for (Node child : node.getChildren()) {
            collect(child);
        }
    }

    private void table(QualifiedName name) {
        int token = place(name.getOriginalParts().getFirst());
        Role role = token < 0 ? Role.NONE : reading.role(token);
        if (role != Role.RELATION && role != Role.REFERENCE) {
            throw FullParser.disagreement(tokens, token);
        }
        tables.put(token, name.getParts());
    }

    /**
     * A call must be where the grammar read one, or an operator that the parser makes a call of.
     */
    private void call(QualifiedName name, Node node) {
        int token = place(name.getOriginalParts().getLast());
        if (token < 0) {
            token = place(node);
        }
        if (token < 0
                || (reading.role(token) == Role.NONE && !tokens.get(token).isOperator("||"))) {
            throw FullParser.disagreement(tokens, token);
        }
        calls.add(token);
    }

    /** The token that a node begins at; -1 where none does, or the node has no place. */
    private int place(Node node) {
        return node.getLocation()
                .map(at -> places.tokenAt(at.getLineNumber(), at.getColumnNumber()))
                .orElse(-1);
    }

    private static String lower(QualifiedName name) {
        return name.toString().toLowerCase(Locale.ROOT);
    }

    private static @Nullable StatementClass statementClass(Statement statement) {
        return switch (statement) {
            case Query query -> StatementClass.READ;
            case Explain explain when explain.getStatement() instanceof Query ->
                    StatementClass.READ;
            case Insert insert -> StatementClass.INSERT;
            case Update update -> StatementClass.UPDATE;
            case Delete delete -> StatementClass.DELETE;
            default -> null;
        };
    }
}
