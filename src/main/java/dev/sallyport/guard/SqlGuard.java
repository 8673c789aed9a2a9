package dev.sallyport.guard;

import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.SqlRequest;
import java.util.Optional;

/**
 * The guard of one source: SQL text to {@link Verdict}. Safe for use by many threads; never throws
 * because of a statement, and never logs one.
 */
public final class SqlGuard {
    private final Dialect dialect;
    private final AllowList allowList;
    private final GuardSettings settings;

    public SqlGuard(Dialect dialect, AllowList allowList) {
        this(dialect, allowList, GuardSettings.DEFAULT);
    }

    public SqlGuard(Dialect dialect, AllowList allowList, GuardSettings settings) {
        this.dialect = dialect;
        this.allowList = allowList;
        this.settings = settings;
    }

    /** Inspects one statement; an allowed verdict's text is the only text that may run. */
    public Verdict inspect(SqlRequest request) {
        return new Verdict.Refused(
                RefusalReason.NOT_UNDERSTOOD,
                Optional.empty(),
                "The guard for " + dialect.title() + " is not built yet.");
    }

    @Override
    public String toString() {
        return "SqlGuard[" + dialect + ", " + allowList + ", " + settings + "]";
    }
}
