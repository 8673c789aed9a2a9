package dev.sallyport.guard;

/** What the guard says of a call of a procedure. */
public sealed interface ProcedureVerdict {
    /**
     * May be called, by these names, which are the owner's.
     *
     * @param database where the procedure is; the call runs there
     * @param readOnly whether the owner says that it only reads
     */
    record Allowed(String database, String schema, String name, boolean readOnly)
            implements ProcedureVerdict {}

    /** Must not be called. */
    record Refused(Verdict.Refused verdict) implements ProcedureVerdict {}
}
