package dev.sallyport.execution;

import dev.sallyport.sql.ProcedureArgument;
import dev.sallyport.sql.StatementClass;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A call of a procedure that the guard allowed.
 *
 * @param database where the procedure is, and the call runs
 * @param schema the procedure's
 * @param readOnly whether the owner says that it only reads: what it changes all the same is rolled
 *     back
 */
public record BoundCall(
        Optional<String> database,
        String schema,
        String name,
        List<ProcedureArgument> arguments,
        boolean readOnly) {
    public BoundCall {
        arguments = List.copyOf(arguments);
    }

    public StatementClass statementClass() {
        return readOnly ? StatementClass.READ : StatementClass.CALL;
    }

    /** The call without its values: what is fingerprinted. */
    public String text() {
        return "EXEC "
                + database.map(name -> quoted(name) + ".").orElse("")
                + quoted(schema)
                + "."
                + quoted(name)
                + arguments.stream()
                        .map(argument ->
                                " " + argument.name() + " = ?" + (argument.output() ? " OUT" : ""))
                        .collect(Collectors.joining(","));
    }

    private static String quoted(String name) {
        return "[" + name.replace("]", "]]") + "]";
    }

    /** Values must not reach a log. */
    @Override
    public String toString() {
        return "BoundCall[" + statementClass() + "]";
    }
}
