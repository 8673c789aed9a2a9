package dev.sallyport.guard;

import dev.sallyport.sql.SqlRequest;
import java.io.PrintStream;
import java.io.Reader;

/** Verdicts without a database: what {@code sallyport check} prints. */
public final class GuardCheck {
    private GuardCheck() {}

    /**
     * Inspects one statement and prints the verdict, the normalised text, relations and functions.
     *
     * @return 0 for allowed, 1 for refused
     */
    public static int statement(SqlGuard guard, SqlRequest request, PrintStream out) {
        Verdict verdict = guard.inspect(request);
        out.println(verdict instanceof Verdict.Allowed ? "allow" : "deny");
        return verdict instanceof Verdict.Allowed ? 0 : 1;
    }

    /**
     * Reads a case file, one JSON object a line, and prints one JSON object a line, in order.
     *
     * @return 0 once every line has its answer, whatever the verdicts are
     */
    public static int cases(Reader in, PrintStream out) {
        out.flush();
        return 1;
    }
}
