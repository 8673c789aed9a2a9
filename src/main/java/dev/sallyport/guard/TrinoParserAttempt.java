package dev.sallyport.guard;

import dev.sallyport.sql.StatementClass;
import io.trino.sql.parser.ParsingException;
import io.trino.sql.parser.SqlParser;
import io.trino.sql.tree.Delete;
import io.trino.sql.tree.Explain;
import io.trino.sql.tree.FunctionCall;
import io.trino.sql.tree.Insert;
import io.trino.sql.tree.Node;
import io.trino.sql.tree.QualifiedName;
import io.trino.sql.tree.Query;
import io.trino.sql.tree.Statement;
import io.trino.sql.tree.Table;
import io.trino.sql.tree.TableFunctionInvocation;
import io.trino.sql.tree.Update;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The view of Trino's own parser, on the normalised text itself. */
final class TrinoParserAttempt implements FullParser.Attempt {
    private static final SqlParser PARSER =
            new SqlParser((lexer, parser) -> parser.setInterpreter(new BoundedPrediction(parser)));

    private final List<Token> tokens;
    private final String sql;
    private final Reading reading;
    private final FunctionCatalog functions;

    TrinoParserAttempt(List<Token> tokens, String sql, Reading reading, FunctionCatalog functions) {
        this.functions = functions;
        this.tokens = tokens;
        this.sql = sql;
        this.reading = reading;
    }

    /** The parser can't be told to end; its work is bounded by {@link BoundedPrediction}. */
    @Override
    public void interrupt() {}

    @Override
    public void run() {
        Statement statement;
        try {
            statement = PARSER.createStatement(sql);
        } catch (ParsingException e) {
            throw new Refusal(
                    RefusalReason.NOT_UNDERSTOOD,
                    -1,
                    "Write plain Trino SQL; its parser refuses this.");
        }
        if (statementClass(statement) != reading.statementClass) {
            throw FullParser.disagreement(tokens, -1);
        }
        Set<List<String>> found = new HashSet<>();
        collect(statement, found);
        Set<List<String>> read = new HashSet<>();
        for (Relation relation : reading.relations) {
            List<String> parts = relation.parts().stream().map(Relation.Name::folded).toList();
            read.add(parts);
            if (!found.contains(parts)) {
                throw FullParser.disagreement(tokens, relation.start());
            }
        }
        for (List<String> parts : found) {
            boolean commonTable = parts.size() == 1 && reading.cteNames.contains(parts.getFirst());
            if (!commonTable && !read.contains(parts)) {
                throw FullParser.disagreement(tokens, -1);
            }
        }
    }

    private void collect(Node node, Set<List<String>> found) {
        switch (node) {
            case Table table -> found.add(table.getName().getParts());
            case Insert insert -> found.add(insert.getTarget().getParts());
            case Update update -> found.add(update.getTable().getName().getParts());
            case Delete delete -> found.add(delete.getTable().getName().getParts());
            case TableFunctionInvocation call -> {
                if (!functions.isTableFunction(lower(call.getName()))) {
                    throw FullParser.disagreement(tokens, -1);
                }
            }
            case FunctionCall call -> {
                if (!functions.isHarmless(lower(call.getName()))) {
                    throw FullParser.disagreement(tokens, -1);
                }
            }
            default -> {}
        }
        for (Node child : node.getChildren()) {
            collect(child, found);
        }
    }

    private static String lower(QualifiedName name) {
        return name.toString().toLowerCase(Locale.ROOT);
    }

    private static @Nullable StatementClass statementClass(Statement statement) {
        return switch (statement) {
            case Query query -> StatementClass.READ;
            case Explain explain -> StatementClass.READ;
            case Insert insert -> StatementClass.INSERT;
            case Update update -> StatementClass.UPDATE;
            case Delete delete -> StatementClass.DELETE;
            default -> null;
        };
    }
}
